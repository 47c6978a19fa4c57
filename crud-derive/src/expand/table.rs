//! The static description of the table, and the checks that need to know the fields' types.

use proc_macro2::{Ident, Literal as Token, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Path;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use crate::attr::{InverseKind, LengthWord, Literal, NativeWord, Number, RangeWord, Who, Word};
use crate::model::{Column, Model, Name, Reference, Relation, RelationKind, entity_of};

/// `static COLUMNS: [Column; 8] = …` and `static TABLE: Table = …`
pub(super) fn table(model: &Model) -> TokenStream {
    let entity = model.entity.ident.unraw().to_string();
    let (name, path) = (&model.table, &model.path);
    let columns = model.columns.iter().map(column);
    let count = Token::usize_unsuffixed(model.columns.len());
    let key = positions(&model.key);
    let dto = [&model.new, &model.patch].map(|dto| dto.unraw().to_string());
    let access = access(model);
    let rest = differing(model);
    let one_of = super::one_of::table(model);
    let joins = model.relations.iter().filter_map(|relation| join(model, relation));
    quote! {
        #(#joins)*
        #one_of
        static COLUMNS: [_crud::Column; #count] = [#(#columns),*];
        static TABLE: _crud::Table = _crud::Table {
            columns: &COLUMNS,
            key: #key,
            access: #access,
            dto: (#(#dto),*),
            #rest
            .._crud::Table::of(#entity, #name, #path)
        };
    }
}

/// One column: `column::<String>("title").length(1, Some(200)).done()`.
///
/// Everything has the span of the field's type, and each method the span of the word that asked
/// for it: where a type does not take a word, the compiler shows both.
fn column(column: &Column) -> TokenStream {
    let field = column.field;
    let all = &field.attributes;
    let (ty, name) = (&field.ty, &column.name);
    let at = ty.span();
    let mut chain = quote_spanned!(at=> _crud::column::<#ty>(#name));
    let mut add = |method: TokenStream| chain.extend(method);
    if column.member != column.name {
        let member = &column.member;
        add(quote_spanned!(at=> .member(#member)));
    }
    if let Some(description) = field.docs.description() {
        add(quote_spanned!(at=> .describe(#description)));
    }
    if field.docs.deprecated.is_some() {
        add(quote_spanned!(at=> .deprecated()));
    }
    if let Some(Word { name, value }) = &all.references {
        add(match Reference::of(value) {
            Reference::Key(entity) => {
                let method = Ident::new("refers_to", name.span());
                quote_spanned!(at=> .#method::<#entity>())
            }
            Reference::Attribute(_, path) => {
                let method = Ident::new("refers_to_attribute", name.span());
                quote_spanned!(at=> .#method(#path))
            }
        });
        if all.unique.is_none() && all.primary_key.is_none() && all.unindexed.is_none() {
            add(quote_spanned!(at=> .index()));
        }
    }
    // `hidden` and `write_only` close what others open, so they come last.
    let flags = [
        &all.primary_key,
        &all.auto,
        &all.created_at,
        &all.updated_at,
        &all.version,
        &all.unique,
        &all.index,
        &all.unindexed,
        &all.filter,
        &all.sort,
        &all.search,
        &all.read_only,
        &all.immutable,
        &all.write_only,
        &all.hidden,
    ];
    for Word { name, .. } in flags.into_iter().flatten() {
        add(quote_spanned!(at=> .#name()));
    }
    if let Some(Word { name, value }) = &all.decimal {
        let (digits, scale) =
            (Token::u8_unsuffixed(value.digits), Token::u8_unsuffixed(value.scale));
        add(quote_spanned!(at=> .#name(#digits, #scale)));
    }
    if let Some(Word { name, value }) = &all.length {
        add(length(name.span(), at, value));
    }
    if let Some(Word { name, value }) = &all.range {
        add(range(name.span(), at, value));
    }
    if let Some(Word { name, value }) = &all.pattern {
        add(quote_spanned!(at=> .#name(#value)));
    }
    if let Some(Word { name, value }) = &all.format {
        let format = format_ident!("{value}");
        add(quote_spanned!(at=> .#name(_crud::Format::#format)));
    }
    if let Some(Word { name, value }) = &all.validate {
        let method = Ident::new("checked_by", name.span());
        add(quote_spanned!(at=> .#method(#value, |value| _crud::validated(value, #value))));
    }
    if let Some(Word { name, value }) = &all.default {
        let literal = literal(value);
        add(quote_spanned!(at=> .#name(#literal)));
    }
    if let Some(Word { name, value }) = &all.default_sql {
        add(quote_spanned!(at=> .#name(#value)));
    }
    if let Some(Word { name, value }) = &all.example {
        let literal = literal(value);
        add(quote_spanned!(at=> .#name(#literal)));
    }
    if let Some(Word { name, value }) = &all.renamed_from {
        add(quote_spanned!(at=> .#name(#value)));
    }
    if let Some(Word { name, value }) = &all.sql_type {
        let native = native(value);
        add(quote_spanned!(at=> .#name(#native)));
    }
    quote_spanned!(at=> #chain.done())
}

/// `Native { sqlite: Some("…"), ..Native::NONE }`
fn native(word: &NativeWord) -> TokenStream {
    let all = [("sqlite", &word.sqlite), ("postgres", &word.postgres), ("mysql", &word.mysql)];
    let stated = all.iter().filter_map(|(database, text)| {
        let (database, text) = (format_ident!("{database}"), text.as_ref()?);
        Some(quote!(#database: _crud::Some(#text),))
    });
    quote!(_crud::Native { #(#stated)* .._crud::Native::NONE })
}

/// `.between(1, 200)`
fn length(span: Span, at: Span, word: &LengthWord) -> TokenStream {
    let min = Token::u32_unsuffixed(word.min);
    let method = |name: &str| Ident::new(name, span);
    match (word.min, word.max.map(Token::u32_unsuffixed)) {
        (0, Some(max)) => {
            let method = method("at_most");
            quote_spanned!(at=> .#method(#max))
        }
        (_, Some(max)) => {
            let method = method("between");
            quote_spanned!(at=> .#method(#min, #max))
        }
        (_, None) => {
            let method = method("length");
            quote_spanned!(at=> .#method(#min, _crud::None))
        }
    }
}

/// `.within(0, 100)`
fn range(span: Span, at: Span, word: &RangeWord) -> TokenStream {
    let whole = |bound: Option<Number>| {
        bound.filter(|bound| bound.scale == 0).map(|bound| Token::i64_unsuffixed(bound.mantissa))
    };
    let method = |name: &str| Ident::new(name, span);
    match (whole(word.min), whole(word.max), word.max) {
        (Some(min), None, None) => {
            let method = method("from");
            quote_spanned!(at=> .#method(#min))
        }
        (Some(min), Some(max), _) => {
            let method = method("within");
            quote_spanned!(at=> .#method(#min, #max))
        }
        _ => {
            let (method, arguments) = (method("range"), word.arguments());
            quote_spanned!(at=> .#method(#arguments))
        }
    }
}

fn literal(literal: &Literal) -> TokenStream {
    match literal {
        Literal::Bool(value) => quote!(_crud::Literal::Bool(#value)),
        Literal::Number(number) => {
            let number = number.expression();
            quote!(_crud::Literal::Number(#number))
        }
        Literal::Text(text) => quote!(_crud::Literal::Text(#text)),
        Literal::Variant(path) => {
            let word = quote_spanned!(path.span()=> #path.as_str());
            quote!(_crud::Literal::Text(#word))
        }
    }
}

fn access(model: &Model) -> TokenStream {
    let actions = model.access.actions();
    if actions.iter().all(|(_, who)| *who == Who::Public) {
        return quote!(_crud::Access::PUBLIC);
    }
    let public = actions.iter().filter(|(_, who)| *who == Who::Public).map(|(action, _)| {
        let action = format_ident!("{action}");
        quote!(#action: _crud::Permission::Public,)
    });
    quote!(_crud::Access { #(#public)* .._crud::Access::NOBODY })
}

/// The members of the table that say something else than `Table::EMPTY`.
fn differing(model: &Model) -> TokenStream {
    let attributes = &model.entity.attributes;
    let mut rest = TokenStream::new();
    if let Some(description) = model.entity.docs.description() {
        rest.extend(quote!(description: #description,));
    }
    if model.entity.docs.deprecated.is_some() {
        rest.extend(quote!(deprecated: true,));
    }
    if !model.indexes.is_empty() {
        let indexes = model.indexes.iter().map(|index| {
            let unique = index.unique;
            let [columns, descending] =
                [&index.columns, &index.descending].map(|all| positions(all));
            quote!(_crud::Index { columns: #columns, descending: #descending, unique: #unique })
        });
        rest.extend(quote!(indexes: &[#(#indexes),*],));
    }
    if !attributes.checks.is_empty() {
        let checks = attributes.checks.iter().map(|Word { value, .. }| {
            let (name, expression) = (&value.name, &value.expression);
            quote!(_crud::Check { name: #name, expression: #expression })
        });
        rest.extend(quote!(checks: &[#(#checks),*],));
    }
    if !model.relations.is_empty() {
        let relations = model.relations.iter().map(|relation| self::relation(model, relation));
        rest.extend(quote!(relations: &[#(#relations),*],));
    }
    if !model.one_of.is_empty() {
        rest.extend(quote!(one_of: &ONE_OF,));
    }
    if let Some(operations) = &model.operations {
        let operations = operations.iter().map(|operation| format_ident!("{operation}"));
        rest.extend(quote!(operations: &[#(_crud::Operation::#operations),*],));
    }
    if attributes.sparse.is_some() {
        rest.extend(quote!(sparse: true,));
    }
    if let Some((default, max)) = model.page {
        let (default, max) = (Token::u32_unsuffixed(default), Token::u32_unsuffixed(max));
        rest.extend(quote!(page: _crud::Page { default: #default, max: #max },));
    }
    if !model.order.is_empty() {
        let order = model.order.iter().map(|(column, descending)| {
            let column = Token::usize_unsuffixed(*column);
            quote!(_crud::Order { column: #column, descending: #descending })
        });
        rest.extend(quote!(order: &[#(#order),*],));
    }
    if let Some(Word { value, .. }) = &attributes.renamed_from {
        rest.extend(quote!(renamed_from: _crud::Some(#value),));
    }
    if let Some(Word { value, .. }) = &attributes.dropped {
        rest.extend(quote!(dropped: &[#(#value),*],));
    }
    if attributes.unmanaged.is_some() {
        rest.extend(quote!(unmanaged: true,));
    }
    if attributes.triggers.is_some() {
        rest.extend(quote!(triggers: true,));
    }
    if !model.names.is_empty() {
        let names = model.names.iter().map(|Name { variant, check, columns, called }| {
            let what = if let Some(variant) = variant.map(|variant| format_ident!("{variant}")) {
                quote!(#variant)
            } else {
                quote!(Check(#check))
            };
            let columns = positions(columns);
            quote!(_crud::named(_crud::NamedWhat::#what, #columns, #called))
        });
        rest.extend(quote!(names: &[#(#names),*],));
    }
    if let Some(Word { value, .. }) = &attributes.sql_options {
        let native = native(value);
        rest.extend(quote!(sql_options: #native,));
    }
    rest
}

/// One relation, made of the typed constants, whose types hold both ends together.
fn relation(model: &Model, relation: &Relation) -> TokenStream {
    let entity = &model.entity.ident;
    let name = relation.name.unraw().to_string();
    let nested = relation.nested.then(|| quote!(.nested()));
    match &relation.kind {
        RelationKind::Column { column, target, on_delete, on_update } => {
            let column = Token::usize_unsuffixed(*column);
            let entity = target.entity();
            let columns = match target {
                Reference::Key(_) => quote!(),
                Reference::Attribute(_, path) => quote!(.to(&[#path.position])),
            };
            let fate = fate(*on_delete, *on_update);
            quote!(_crud::belongs_to(#name, &[#column], _crud::Target::<#entity>::OF)#columns #fate #nested)
        }
        RelationKind::Columns { columns, target, on_delete, on_update, .. } => {
            let columns = positions(columns);
            let fate = fate(*on_delete, *on_update);
            quote!(_crud::belongs_to(#name, #columns, _crud::Target::<#target>::OF)#fate)
        }
        RelationKind::Inverse(InverseKind::HasMany(path)) => {
            let reference = constant(path);
            quote!(_crud::has_many::<#entity, _, _>(#name, #reference)#nested)
        }
        RelationKind::Inverse(InverseKind::HasOne(path)) => {
            let reference = constant(path);
            quote!(_crud::has_one::<#entity, _, _>(#name, #reference)#nested)
        }
        RelationKind::Inverse(InverseKind::ManyToMany(..)) => {
            let join = relation.join();
            quote!(#join.relation #nested)
        }
    }
}

/// `const TAGS_JOIN: Joined = many_to_many(…)`: an item of its own, because the table reads it and
/// so does the type of the relation's handle, and what is wrong with it is said once.
fn join(model: &Model, relation: &Relation) -> Option<TokenStream> {
    let RelationKind::Inverse(InverseKind::ManyToMany(this, other)) = &relation.kind else {
        return None;
    };
    let (entity, name) = (&model.entity.ident, relation.name.unraw().to_string());
    let (join, this, other) = (relation.join(), constant(this), constant(other));
    Some(quote! {
        const #join: _crud::Joined = _crud::many_to_many::<#entity, _, _, _, _>(#name, #this, #other);
    })
}

/// `&<Review>::BOOK_ID`: the entity as a type, as which the relation's handle names it too, so
/// that one that does not exist is one error.
fn constant(path: &Path) -> TokenStream {
    let (entity, constant) = (entity_of(path), path.segments.last().map(|last| &last.ident));
    quote_spanned!(path.span()=> &<#entity>::#constant)
}

/// `.on_delete(OnDelete::Cascade)`
fn fate(on_delete: Option<&Word<&str>>, on_update: Option<&Word<&str>>) -> TokenStream {
    let on_delete = on_delete.map(|word| {
        let variant = format_ident!("{}", word.value);
        quote!(.on_delete(_crud::OnDelete::#variant))
    });
    let on_update = on_update.map(|word| {
        let variant = format_ident!("{}", word.value);
        quote!(.on_update(_crud::OnUpdate::#variant))
    });
    quote!(#on_delete #on_update)
}

/// Rules by value that need the type: a free item each, because a panic in an associated constant
/// is silent while nobody uses it.
pub(super) fn checks(model: &Model) -> TokenStream {
    let mut checks = TokenStream::new();
    let mut check = |span: Span, call: TokenStream| {
        checks.extend(quote_spanned!(span=> const _: () = #call;));
    };
    for column in &model.columns {
        let all = &column.field.attributes;
        let position = Token::usize_unsuffixed(column.position);
        let mut ask = |word: &Ident, question: &str| {
            let question = Ident::new(question, word.span());
            let span = word.span();
            let call = quote_spanned!(span=> _crud::#question(&COLUMNS[#position]));
            check(span, call);
        };
        if let Some(Word { name, .. }) = &all.default {
            ask(name, "default");
        }
        if let Some(Word { name, .. }) = &all.example {
            ask(name, "example");
        }
        if let Some(Word { name, value }) = &all.range
            && !value.fits_every_type(all.decimal.as_ref().map(|word| &word.value))
        {
            ask(name, "range");
        }
        if let Some(word) = all.read_only.as_ref().or(all.hidden.as_ref())
            && all.default.is_none()
            && all.default_sql.is_none()
            && is_unset(column)
        {
            ask(&word.name, "settable");
        }
        if let Some(Word { name, value: "SetNull" }) = &all.on_delete {
            ask(name, "set_null");
        }
        if let Some(Word { value, .. }) = &all.references
            && let Reference::Attribute(entity, path) = Reference::of(value)
        {
            let span = value.span();
            let call = quote_spanned! {span=>
                _crud::unique(<#entity as _crud::Crud>::TABLE, #path.position)
            };
            check(span, call);
        }
    }
    for (column, field, _) in model.one_of.iter().flat_map(|one_of| &one_of.columns) {
        let (span, position) = (field.span(), Token::usize_unsuffixed(*column));
        check(span, quote_spanned!(span=> _crud::choosable(&COLUMNS[#position])));
    }
    for relation in &model.relations {
        let RelationKind::Columns { columns, target, on_delete, .. } = &relation.kind else {
            continue;
        };
        let types = columns.iter().map(|column| &model.columns[*column].field.ty);
        let span = target.span();
        let call = quote_spanned! {span=>
            _crud::refers_to::<(#(#types),*), <#target as _crud::Crud>::Key>()
        };
        check(span, call);
        if let Some(Word { name, value: "SetNull" }) = on_delete {
            for column in columns {
                let position = Token::usize_unsuffixed(*column);
                let span = name.span();
                check(span, quote_spanned!(span=> _crud::set_null(&COLUMNS[#position])));
            }
        }
    }
    checks
}

/// Whether neither the client nor the server sets the column.
fn is_unset(column: &Column) -> bool {
    let all = &column.field.attributes;
    [&all.auto, &all.created_at, &all.updated_at, &all.version].iter().all(|flag| flag.is_none())
}

/// `&[0, 2]`
fn positions(positions: &[usize]) -> TokenStream {
    let positions = positions.iter().map(|position| Token::usize_unsuffixed(*position));
    quote!(&[#(#positions),*])
}
