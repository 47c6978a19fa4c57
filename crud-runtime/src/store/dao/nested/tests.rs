//! How many statements a record with all that belongs to it takes, and that each of them comes to
//! whom it belongs.

use super::{Child, Children, What, create_nested, patch_nested};
use crate::error::Error;
use crate::model::{Changes, Value};
use crate::prelude::*;
use crate::sql::Dialect;
use crate::store::dao::{Keyed, Precondition, Update};
use crate::store::fixture::on_every_database;

#[derive(Crud)]
#[crud(
    allow(all = public),
    has_many(branches: Branch::TREE_ID, nested, fruits: Fruit::TREE_ID, nested),
    many_to_many(tags: TreeTag::TREE_ID -> TreeTag::TAG_ID, nested),
)]
struct Tree {
    #[crud(primary_key, auto)]
    id: i64,
}

/// Its key is the database's.
#[derive(Crud)]
#[crud(allow(all = public), has_many(leaves: Leaf::BRANCH_ID, nested))]
struct Branch {
    #[crud(primary_key, auto)]
    id: i64,
    #[crud(references = Tree)]
    tree_id: i64,
    number: i64,
}

#[derive(Crud)]
#[crud(allow(all = public))]
struct Leaf {
    #[crud(primary_key, auto)]
    id: Uuid,
    #[crud(references = Branch)]
    branch_id: i64,
    number: i64,
}

/// Its key is ours.
#[derive(Crud)]
#[crud(allow(all = public), has_many(seeds: Seed::FRUIT_ID, nested))]
struct Fruit {
    #[crud(primary_key, auto)]
    id: Uuid,
    #[crud(references = Tree)]
    tree_id: i64,
    #[crud(range(0..), filter)]
    number: i64,
}

#[derive(Crud)]
#[crud(allow(all = public))]
struct Seed {
    #[crud(primary_key, auto)]
    id: i64,
    #[crud(references = Fruit, on_delete = cascade)]
    fruit_id: Uuid,
    number: i64,
}

#[derive(Crud)]
#[crud(allow(all = public))]
struct Tag {
    #[crud(primary_key)]
    id: i64,
}

#[derive(Crud)]
#[crud(allow(all = public))]
struct TreeTag {
    #[crud(primary_key, references = Tree, on_delete = cascade)]
    tree_id: i64,
    #[crud(primary_key, references = Tag)]
    tag_id: i64,
}

const TABLES: &[&crate::model::Table] = &[
    Tree::TABLE,
    Branch::TABLE,
    Leaf::TABLE,
    Fruit::TABLE,
    Seed::TABLE,
    Tag::TABLE,
    TreeTag::TABLE,
];

/// So many records, each with its number and one record of its own relation with the same.
fn numbered<A: Crud, B: Crud>(relation: usize, count: i64) -> Children {
    let new = |table, number| {
        What::New({
            let mut changes = Changes::new(table);
            changes.set(2, Value::Int(number));
            changes
        })
    };
    let child = |number| Child {
        what: new(A::TABLE, number),
        children: vec![Children {
            relation: 1,
            records: vec![Child { what: new(B::TABLE, number), children: Vec::new() }],
        }],
    };
    Children { relation, records: (0..count).map(child).collect() }
}

fn relation<A: Crud>(name: &str) -> usize {
    let found = A::TABLE.relations.iter().position(|relation| relation.name == name);
    found.expect("a relation")
}

async fn create(db: &Db, children: Vec<Children>) -> (usize, i64) {
    let before = db.statements();
    let form = Keyed::full(Tree::TABLE);
    let made = create_nested(db.handle(), Tree::TABLE, Changes::new(Tree::TABLE), children, &form);
    let (_, key) = made.await.expect("a tree");
    let Value::Int(id) = key[0] else { panic!("{key:?}") };
    (db.statements() - before, id)
}

async fn patch(db: &Db, tree: i64, children: Vec<Children>) -> Result<usize, Error> {
    let (before, form) = (db.statements(), Keyed::full(Tree::TABLE));
    let update = Update::new(Tree::TABLE, Changes::new(Tree::TABLE));
    let key = [Value::Int(tree)];
    patch_nested(db.handle(), Tree::TABLE, &key, (update, children), &form).await?;
    Ok(db.statements() - before)
}

#[tokio::test]
async fn new_records_take_as_many_statements_as_their_number_has_ones_in_binary() {
    on_every_database(TABLES, async |db| {
        for id in 0..1000 {
            Tag::create(&db, NewTag::new(id)).await.expect("a tag");
        }
        let is_mysql = db.dialect() == Dialect::Mysql;
        let fruits = relation::<Tree>("fruits");
        let branches = relation::<Tree>("branches");
        let tags = relation::<Tree>("tags");
        let mut counts = Vec::new();
        for (count, ones) in [(1, 1), (100, 3), (1000, 6)] {
            // Each with a seed, whose keys nobody asks for.
            let (all, id) = create(&db, vec![numbered::<Fruit, Seed>(fruits, count)]).await;
            let each = if is_mysql { 3 } else { 2 };
            counts.push(all - each * ones);
            let stored = Fruit::query().include(Fruit::SEEDS).all(&db).await.expect("fruits");
            let own = stored.iter().filter(|(fruit, _)| fruit.tree_id == id);
            let own: Vec<_> = own.map(|(fruit, seeds)| (fruit.number, seeds[0].number)).collect();
            assert_eq!(own.len(), usize::try_from(count).expect("few"));
            assert!(own.iter().all(|(fruit, seed)| fruit == seed), "{own:?}");

            let (all, id) = create(&db, vec![numbered::<Branch, Leaf>(branches, count)]).await;
            // MySQL does not tell the keys that it made of several records.
            let own = if is_mysql { 2 * usize::try_from(count).expect("few") } else { ones };
            counts.push(all - own - ones);
            let stored = Branch::query().include(Branch::LEAVES).all(&db).await.expect("branches");
            let own = stored.iter().filter(|(branch, _)| branch.tree_id == id);
            let own: Vec<_> =
                own.map(|(branch, leaves)| (branch.number, leaves[0].number)).collect();
            assert_eq!(own, (0..count).map(|number| (number, number)).collect::<Vec<_>>());

            let link = |id| Child { what: What::Link(vec![Value::Int(id)]), children: Vec::new() };
            let records = (0..count).map(link).collect();
            let (all, _) = create(&db, vec![Children { relation: tags, records }]).await;
            // One to find them.
            counts.push(all - 1 - ones);
        }
        // The tree, and what answers.
        let rest = if is_mysql { [6, 6, 5] } else { [5, 5, 4] };
        assert_eq!(counts, [rest, rest, rest].concat());
    })
    .await;
}

#[tokio::test]
async fn what_stays_or_goes_takes_the_same_statements_whatever_its_number() {
    on_every_database(TABLES, async |db| {
        let fruits = relation::<Tree>("fruits");
        let mut counts = Vec::new();
        for count in [2, 100, 1000] {
            let (_, tree) = create(&db, vec![numbered::<Fruit, Seed>(fruits, count)]).await;
            let stored = Fruit::query().filter(Fruit::TREE_ID.eq(tree)).all(&db).await;
            let known = |fruit: &Fruit| Child {
                what: What::Known {
                    own: vec![Value::Uuid(fruit.id)],
                    update: Update {
                        precondition: Precondition::default(),
                        ..Update::new(Fruit::TABLE, Changes::new(Fruit::TABLE))
                    },
                    is_whole: false,
                },
                children: Vec::new(),
            };
            let records = stored.expect("fruits").iter().map(known).collect();
            let stays = patch(&db, tree, vec![Children { relation: fruits, records }]).await;
            let none = Children { relation: fruits, records: Vec::new() };
            let goes = patch(&db, tree, vec![none]).await;
            counts.push((stays.expect("the same"), goes.expect("none")));
            let left = Fruit::query().filter(Fruit::TREE_ID.eq(tree)).count(&db).await;
            assert_eq!(left.expect("a count"), 0);
        }
        // The parent: found, changed, answered with what belongs to it; the fruits: found, then
        // kept from others or deleted.
        assert_eq!(counts, [(7, 7); 3]);
    })
    .await;
}

#[tokio::test]
async fn of_many_the_one_that_breaks_a_rule_is_named() {
    on_every_database(TABLES, async |db| {
        let fruits = relation::<Tree>("fruits");
        let mut children = numbered::<Fruit, Seed>(fruits, 100);
        let What::New(changes) = &mut children.records[77].what else { panic!("it is new") };
        changes.set(2, Value::Int(-1));
        let form = Keyed::full(Tree::TABLE);
        let tree = Changes::new(Tree::TABLE);
        let made = create_nested(db.handle(), Tree::TABLE, tree, vec![children], &form).await;
        let Err(Error::Invalid(violations)) = made else { panic!("{made:?}") };
        let found: Vec<_> = violations.iter().map(|one| (one.pointer.as_str(), one.code)).collect();
        assert_eq!(found, [("/fruits/77/number", "range")]);
        assert_eq!(Fruit::count(&db).await.expect("a count"), 0);
    })
    .await;
}
