//! In which order entities are created, and which cannot be.

use crate::codec::rules;
use crate::export::Api;
use crate::export::name::{with_article, words};
use crate::model::{OnDelete, OneOf, Operation, Relation, Shape, Table};
use crate::schema;

/// All entities, each behind those that it must refer to.
pub(super) struct Plan {
    pub(super) steps: Vec<Step>,
}

/// One entity.
pub(super) struct Step {
    pub(super) table: &'static Table,
    /// Why no record of it can be created here.
    pub(super) obstacle: Option<String>,
    /// The references that a new record has: the relation, with the record made before.
    pub(super) references: Vec<&'static Relation>,
}

impl Plan {
    pub(super) fn of(api: &Api) -> Self {
        let mut plan = Self { steps: Vec::new() };
        let mut waiting: Vec<&'static Table> = api.tables.clone();
        // Each round takes the first whose requirements are met, so that the order of
        // registration decides between equals.
        while let Some(position) = waiting.iter().position(|table| plan.is_ready(table, &waiting)) {
            let table = waiting.remove(position);
            let obstacle = plan.obstacle(table);
            plan.add(table, obstacle);
        }
        for table in &waiting {
            let circle: Vec<_> = required(table)
                .map(|relation| (relation.target)())
                .filter(|target| waiting.iter().any(|other| std::ptr::eq(*other, *target)))
                .map(|target| with_article(&words(target.entity)))
                .collect();
            let obstacle = format!(
                "No request here creates one: it must refer to {}, which cannot exist before it \
                 does. The required references go in a circle.",
                circle.join(" and ")
            );
            plan.add(table, Some(obstacle));
        }
        plan
    }

    /// Whether a record of `holder` was made with a reference that keeps `table` from being
    /// deleted.
    pub(super) fn holds(&self, holder: &Table, table: &'static Table) -> bool {
        self.steps.iter().filter(|step| std::ptr::eq(step.table, holder)).any(|step| {
            step.references.iter().any(|relation| {
                std::ptr::eq((relation.target)(), table) && relation.on_delete == OnDelete::Restrict
            })
        })
    }

    /// Whether a record was made that links by this relation, without members that a link must
    /// have besides.
    pub(super) fn links(&self, table: &'static Table, relation: &Relation) -> bool {
        let Some(join) = relation.join.filter(|_| !relation.needs_link_members()) else {
            return false;
        };
        let made = |table| self.step(table).filter(|step| step.obstacle.is_none());
        let Some(joins) = made((join.table)()) else { return false };
        let refers =
            |columns: &[usize]| joins.references.iter().any(|relation| relation.columns == columns);
        made(table).is_some()
            && made((relation.target)()).is_some()
            && refers(join.this)
            && refers(join.other)
    }

    /// The step of a table that comes before.
    fn step(&self, table: &'static Table) -> Option<&Step> {
        self.steps.iter().find(|step| std::ptr::eq(step.table, table))
    }

    fn is_ready(&self, table: &'static Table, waiting: &[&'static Table]) -> bool {
        required(table).all(|relation| {
            let target = (relation.target)();
            // What is not served is no reason to wait; it is an obstacle.
            self.step(target).is_some() || !waiting.iter().any(|other| std::ptr::eq(*other, target))
        }) && table.one_of.iter().all(|one_of| {
            let targets = targets(table, one_of);
            targets.clone().any(|target| self.is_made(target))
                || !targets.into_iter().any(|target| {
                    waiting
                        .iter()
                        .any(|other| std::ptr::eq(*other, target) && !std::ptr::eq(*other, table))
                })
        })
    }

    /// Whether records of the table are made before, so that others can refer to them.
    fn is_made(&self, table: &'static Table) -> bool {
        let before = self.step(table);
        before.is_some_and(|step| step.obstacle.is_none() && step.table.answers_writes())
    }

    fn obstacle(&self, table: &'static Table) -> Option<String> {
        if !table.serves(Operation::Create) {
            return Some("No request here creates one: it has no create operation.".to_owned());
        }
        for relation in required(table) {
            let target = (relation.target)();
            let name = with_article(&words(target.entity));
            match self.step(target) {
                None => {
                    return Some(format!(
                        "No request here creates one: it must refer to {name}, which is not served."
                    ));
                }
                Some(Step { obstacle: Some(_), .. }) => {
                    return Some(format!(
                        "No request here creates one: it must refer to {name}, which cannot be \
                         created here."
                    ));
                }
                Some(_) if !target.answers_writes() => {
                    return Some(format!(
                        "No request here creates one: it must refer to {name}, which nobody may \
                         read."
                    ));
                }
                Some(_) => {}
            }
        }
        for one_of in table.one_of {
            let targets = targets(table, one_of);
            if !targets.clone().any(|target| self.is_made(target)) {
                let names = targets.map(|target| with_article(&words(target.entity)));
                return Some(format!(
                    "No request here creates one: it must refer to {}, and no request here makes \
                     any of them.",
                    names.collect::<Vec<_>>().join(" or ")
                ));
            }
        }
        let column = table.columns.iter().find(|column| {
            rules::is_required(column, Shape::Create) && schema::sample(column).is_none()
        });
        column.map(|column| {
            format!(
                "No request here creates one: no value is known that `{}` takes. Give the field an \
                 `example`.",
                column.member
            )
        })
    }

    fn add(&mut self, table: &'static Table, obstacle: Option<String>) {
        let references = table
            .references()
            .filter(|relation| {
                self.is_made((relation.target)())
                    && relation.columns.iter().all(|column| table.columns[*column].creatable)
            })
            .collect();
        self.steps.push(Step { table, obstacle, references });
    }
}

/// The references without which no record can be created.
fn required(table: &'static Table) -> impl Iterator<Item = &'static Relation> {
    table.references().filter(|relation| {
        relation
            .columns
            .iter()
            .any(|column| rules::is_required(&table.columns[*column], Shape::Create))
    })
}

/// What a `one_of` may refer to.
fn targets(
    table: &'static Table,
    one_of: &'static OneOf,
) -> impl Iterator<Item = &'static Table> + Clone {
    let named = |relation: &&'static Relation| matches!(relation.columns, [column] if one_of.columns.contains(column));
    table
        .relations
        .iter()
        .filter(move |relation| relation.is_stored() && named(relation))
        .map(|relation| (relation.target)())
}
