//! One page of a list.

use std::borrow::Cow;

use super::behind::{Part, Range, ranges};
use super::join::Joins;
use super::order::{self, Term};
use super::statement::{Sql, Statement};
use super::{Dialect, condition, search, select, served};
use crate::model::{Row, Table};
use crate::query::{Filter, Query, Sort, SortKey};

/// Selects columns of a page, then what it is ordered by of other tables, in the order's order.
/// What is in front of a position comes backwards, from the position on.
///
/// Where a page is read from several ranges of an index, it is still one statement: the database
/// reads them one behind the other, and no more of each than the page has.
pub(crate) fn page(
    dialect: Dialect,
    table: &'static Table,
    columns: &[usize],
    query: &Query,
    limit: Option<u64>,
) -> Statement {
    let mut sql = Sql::new(dialect);
    let mut sorts = query.order(table);
    // Where nothing is searched for, all is as relevant.
    let is_ranked = ranked(table, query).is_some();
    sorts.retain(|sort| sort.key != SortKey::Relevance || is_ranked);
    let joins = Joins::of(&mut sql, table, &sorts);
    let terms = terms(&sql, table, &joins, &sorts, query.before.is_some());
    let position = query.before.as_ref().or(query.after.as_ref());
    let position = position.filter(|position| !position.is_empty());
    let columns = Cow::Borrowed(columns);
    let mut page = Page { table, columns, query, joins, terms, position };
    let mut ranges = page.ranges(dialect, limit);
    match ranges.pop() {
        Some(range) if ranges.is_empty() => {
            page.whole(&mut sql, &range);
            select::window(&mut sql, limit, query.offset);
        }
        last => {
            ranges.extend(last);
            if dialect == Dialect::Postgres {
                page.select_order();
            }
            page.several(&mut sql, &ranges, limit);
        }
    }
    sql.finish()
}

/// The words that a page is sorted by the relevance of.
fn ranked<'q>(table: &'static Table, query: &'q Query) -> Option<&'q [String]> {
    let is_searched = query.is_counted() && table.has_search();
    query.search().filter(|_| is_searched)
}

struct Page<'q> {
    table: &'static Table,
    columns: Cow<'q, [usize]>,
    query: &'q Query,
    joins: Joins,
    terms: Vec<Term>,
    position: Option<&'q Row>,
}

/// The order as the statement has it, `backwards` for what is in front of a position.
fn terms(
    sql: &Sql,
    table: &'static Table,
    joins: &Joins,
    sorts: &[Sort],
    backwards: bool,
) -> Vec<Term> {
    let term = |sort: &Sort| Term {
        scope: joins.scope(sql, sort.key),
        column: sort.key.of(table),
        nullable: sort.key.is_nullable(table),
        descending: sort.descending != backwards,
        key: sort.key,
    };
    sorts.iter().map(term).collect()
}

impl Page<'_> {
    fn ranges(&self, dialect: Dialect, limit: Option<u64>) -> Vec<Range> {
        let has_nulls = self.terms.iter().any(|term| term.nullable);
        let has_ties = self.position.is_some()
            && self.terms.len() > 1
            && match dialect {
                Dialect::Sqlite => true,
                Dialect::Postgres => !order::is_one_way(&self.terms),
                Dialect::Mysql => false,
            };
        // Where no limit ends a range, and where there is nothing to split, one is enough.
        let is_split = (has_nulls || has_ties) && !self.query.is_counted();
        let served = if limit.is_some() && is_split {
            served::served(dialect, self.table, &self.query.filter, &self.terms)
        } else {
            0
        };
        ranges(dialect, &self.terms, self.position.map(Vec::as_slice), served)
    }

    /// Selects all of the listed table's columns that order the page, because ranges are put
    /// together by what they have selected.
    fn select_order(&mut self) {
        for term in &self.terms {
            if let SortKey::Column(column) = term.key
                && !self.columns.contains(&column)
            {
                self.columns.to_mut().push(column);
            }
        }
    }

    /// Appends the records of one range in their order.
    fn whole(&self, sql: &mut Sql, range: &Range) {
        let words = self.select(sql, range);
        sql.push(" ORDER BY ");
        order::by(sql, self.table, &self.decided(sql.dialect, range), words);
    }

    /// Appends SELECT, FROM and WHERE; returns the words that relevance is about.
    fn select(&self, sql: &mut Sql, range: &Range) -> &[String] {
        sql.push("SELECT ");
        self.selected(sql);
        sql.push(" FROM ").name(self.table.name);
        self.joins.push(sql);
        let words = ranked(self.table, self.query);
        let filter: Cow<'_, Filter> = match words {
            Some(words) => search::ranked(sql, self.table, words, &self.query.filter),
            None => Cow::Borrowed(&self.query.filter),
        };
        let mut word = " WHERE ";
        if !condition::is_trivial(&filter) {
            sql.push(word);
            condition::matches(sql, self.table, &filter);
            word = " AND ";
        }
        for part in range {
            sql.push(word);
            part.push(sql, &self.terms, self.position.map_or(&[], Vec::as_slice));
            word = " AND ";
        }
        words.unwrap_or_default()
    }

    fn selected(&self, sql: &mut Sql) {
        if self.columns.is_empty() {
            sql.push("1");
        }
        for (index, &column) in self.columns.iter().enumerate() {
            sql.push(if index > 0 { ", " } else { "" });
            sql.column(self.table.columns[column].name);
        }
        for term in self.terms.iter().filter(|term| term.key.is_related()) {
            term.push(sql.push(", "));
        }
    }

    /// The order within a range, in which some terms are null everywhere or nowhere.
    fn decided(&self, dialect: Dialect, range: &Range) -> Cow<'_, [Term]> {
        let mut terms = Cow::Borrowed(self.terms.as_slice());
        for index in range.iter().flat_map(|part| part.decides()) {
            if terms[index].nullable {
                terms.to_mut()[index].nullable = false;
            }
        }
        // MySQL sorts by what is null everywhere, though there is nothing to sort.
        if dialect == Dialect::Mysql && matches!(range[..], [Part::Null(0), ..]) {
            terms.to_mut().remove(0);
        }
        terms
    }

    /// Appends the records of several ranges, one range behind the other.
    fn several(&self, sql: &mut Sql, ranges: &[Range], limit: Option<u64>) {
        let is_sqlite = sql.dialect == Dialect::Sqlite;
        let most = limit.map(|limit| limit.saturating_add(self.query.offset));
        for (index, range) in ranges.iter().enumerate() {
            sql.push(if index > 0 { " UNION ALL " } else { "" });
            // SQLite has no parts with an order of their own but subqueries. One that stands alone
            // in its FROM becomes the part itself; a limit of its own would keep it from that.
            sql.push(if is_sqlite { "SELECT * FROM (" } else { "(" });
            self.whole(sql, range);
            if !is_sqlite {
                select::window(sql, most, 0);
            }
            sql.push(")");
        }
        // SQLite and MySQL run them in their order and hand on what they have; told to order it,
        // the one would merge them, twice the steps for each record, and the other copy everything
        // into a table of its own first.
        if sql.dialect == Dialect::Postgres {
            sql.push(" ORDER BY ");
            let places: Vec<_> = self.terms.iter().map(|term| self.place(term)).collect();
            order::by_place(sql, &self.terms, &places);
        }
        select::window(sql, limit, self.query.offset);
    }

    /// Which of the selected columns a term is, from 1.
    fn place(&self, term: &Term) -> usize {
        let own = match term.key {
            SortKey::Column(sorted) => self.columns.iter().position(|&column| column == sorted),
            SortKey::Related { .. } => {
                let mut related = self.terms.iter().filter(|term| term.key.is_related());
                related
                    .position(|other| other.key == term.key)
                    .map(|place| self.columns.len().max(1) + place)
            }
            SortKey::Relevance => None,
        };
        own.unwrap_or_default() + 1
    }
}
