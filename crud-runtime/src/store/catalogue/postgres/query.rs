//! The questions to `pg_catalog`; lists are JSON arrays. What is asked about is put in.

/// Plain and partitioned tables; partitions and heirs say so.
pub(super) const TABLES: &str = "
    SELECT class.relname, obj_description(class.oid, 'pg_class'),
           to_json(array_remove(ARRAY[
             CASE WHEN class.relpersistence = 'u' THEN 'UNLOGGED' END,
             CASE WHEN class.relkind = 'p'
                  THEN 'PARTITION BY ' || pg_get_partkeydef(class.oid) END,
             (SELECT CASE WHEN class.relispartition THEN 'PARTITION OF ' ELSE 'INHERITS ' END
                     || string_agg(inhparent::regclass::text, ', ' ORDER BY inhseqno)
                FROM pg_inherits WHERE inhrelid = class.oid HAVING count(*) > 0),
             CASE WHEN class.relrowsecurity THEN 'ROW LEVEL SECURITY' END
           ], NULL))
      FROM pg_class AS class
     WHERE {table} AND class.relkind IN ('r', 'p')";

pub(super) const COLUMNS: &str = "
    SELECT class.relname, attribute.attname,
           format_type(attribute.atttypid, attribute.atttypmod),
           NOT attribute.attnotnull,
           pg_get_expr(fallback.adbin, fallback.adrelid),
           attribute.attgenerated, attribute.attidentity,
           EXISTS (
             SELECT FROM pg_depend AS owned
               JOIN pg_depend AS used
                 ON used.refclassid = 'pg_class'::regclass AND used.refobjid = owned.objid
                AND used.classid = 'pg_attrdef'::regclass AND used.objid = fallback.oid
              WHERE owned.classid = 'pg_class'::regclass
                AND owned.refclassid = 'pg_class'::regclass
                AND owned.refobjid = class.oid AND owned.refobjsubid = attribute.attnum
                AND owned.deptype = 'a'
                AND pg_get_expr(fallback.adbin, fallback.adrelid) LIKE 'nextval(%'),
           (SELECT collation_.collname FROM pg_collation AS collation_
              JOIN pg_type AS type ON type.oid = attribute.atttypid
             WHERE collation_.oid = attribute.attcollation
               AND attribute.attcollation <> type.typcollation),
           col_description(class.oid, attribute.attnum)
      FROM pg_class AS class
      JOIN pg_attribute AS attribute ON attribute.attrelid = class.oid
      LEFT JOIN pg_attrdef AS fallback
        ON fallback.adrelid = class.oid AND fallback.adnum = attribute.attnum
     WHERE {table} AND class.relkind IN ('r', 'p')
       AND attribute.attnum > 0 AND NOT attribute.attisdropped
     ORDER BY class.relname, attribute.attnum";

/// Those of exclusion constraints are told with them. A plain one is a whole B-tree over columns
/// as they are, with nulls where they are usual; one that is not unique may have columns descend.
pub(super) const INDEXES: &str = "
    SELECT class.relname, named.relname, index.indisunique, index.indisprimary,
           owner.oid IS NOT NULL,
           (SELECT coalesce(json_agg(attribute.attname ORDER BY part.place), '[]')
              FROM unnest(index.indkey::int2[]) WITH ORDINALITY AS part (number, place)
              JOIN pg_attribute AS attribute
                ON attribute.attrelid = class.oid AND attribute.attnum = part.number
             WHERE part.place <= index.indnkeyatts),
           index.indexprs IS NULL AND index.indpred IS NULL AND method.amname = 'btree'
             AND index.indnkeyatts = index.indnatts
             AND (0 = ALL (index.indoption::int2[])
                  OR NOT index.indisunique
                     AND NOT EXISTS (SELECT FROM unnest(index.indoption::int2[]) AS one (option)
                                      WHERE option NOT IN (0, 3)))
             AND coalesce(to_jsonb(index) ->> 'indnullsnotdistinct', 'false') = 'false'
             AND NOT coalesce(owner.condeferrable, FALSE)
             AND NOT EXISTS (
               SELECT FROM unnest(index.indclass::oid[]) AS class_ (oid)
                 JOIN pg_opclass AS operators ON operators.oid = class_.oid
                WHERE NOT operators.opcdefault)
             AND NOT EXISTS (
               SELECT FROM unnest(index.indkey::int2[], index.indcollation::oid[])
                           AS part (number, collation_)
                 JOIN pg_attribute AS attribute
                   ON attribute.attrelid = class.oid AND attribute.attnum = part.number
                WHERE part.collation_ <> 0 AND part.collation_ <> attribute.attcollation),
           pg_get_indexdef(named.oid)
             || CASE WHEN owner.condeferrable THEN ' DEFERRABLE' ELSE '' END
             || CASE WHEN owner.condeferred THEN ' INITIALLY DEFERRED' ELSE '' END,
           quote_ident(space.nspname) || '.' || quote_ident(class.relname) || ' ',
           NOT index.indisvalid,
           (SELECT coalesce(json_agg(attribute.attname ORDER BY part.place), '[]')
              FROM unnest(index.indkey::int2[], index.indoption::int2[])
                   WITH ORDINALITY AS part (number, option, place)
              JOIN pg_attribute AS attribute
                ON attribute.attrelid = class.oid AND attribute.attnum = part.number
             WHERE part.option = 3)
      FROM pg_index AS index
      JOIN pg_class AS class ON class.oid = index.indrelid
      JOIN pg_class AS named ON named.oid = index.indexrelid
      JOIN pg_namespace AS space ON space.oid = class.relnamespace
      JOIN pg_am AS method ON method.oid = named.relam
      LEFT JOIN pg_constraint AS owner
        ON owner.conindid = named.oid AND owner.contype IN ('p', 'u', 'x')
     WHERE {table} AND class.relkind IN ('r', 'p')
       AND coalesce(owner.contype, 'u') <> 'x'
     ORDER BY class.relname, named.relname";

pub(super) const REFERENCES: &str = "
    SELECT class.relname, link.conname,
           (SELECT json_agg(attribute.attname ORDER BY part.place)
              FROM unnest(link.conkey) WITH ORDINALITY AS part (number, place)
              JOIN pg_attribute AS attribute
                ON attribute.attrelid = class.oid AND attribute.attnum = part.number),
           CASE WHEN target.relnamespace = class.relnamespace OR pg_table_is_visible(target.oid)
                THEN target.relname
                ELSE target.relnamespace::regnamespace::text || '.' || target.relname END,
           (SELECT json_agg(attribute.attname ORDER BY part.place)
              FROM unnest(link.confkey) WITH ORDINALITY AS part (number, place)
              JOIN pg_attribute AS attribute
                ON attribute.attrelid = target.oid AND attribute.attnum = part.number),
           link.confdeltype, link.confupdtype,
           concat_ws(' ',
             CASE WHEN link.confmatchtype = 'f' THEN 'MATCH FULL' END,
             CASE WHEN link.condeferrable THEN 'DEFERRABLE' END,
             CASE WHEN link.condeferred THEN 'INITIALLY DEFERRED' END,
             CASE WHEN NOT link.convalidated THEN 'NOT VALID' END)
      FROM pg_constraint AS link
      JOIN pg_class AS class ON class.oid = link.conrelid
      JOIN pg_class AS target ON target.oid = link.confrelid
     WHERE {table} AND class.relkind IN ('r', 'p') AND link.contype = 'f'
     ORDER BY class.relname, link.conname";

pub(super) const CHECKS: &str = "
    SELECT class.relname, rule.conname,
           concat_ws(' ', pg_get_expr(rule.conbin, rule.conrelid),
             CASE WHEN rule.connoinherit THEN 'NO INHERIT' END,
             CASE WHEN NOT rule.convalidated THEN 'NOT VALID' END)
      FROM pg_constraint AS rule
      JOIN pg_class AS class ON class.oid = rule.conrelid
     WHERE {table} AND class.relkind IN ('r', 'p') AND rule.contype = 'c'
     ORDER BY class.relname, rule.conname";

pub(super) const EXCLUSIONS: &str = "
    SELECT class.relname,
           'CONSTRAINT ' || quote_ident(rule.conname) || ' ' || pg_get_constraintdef(rule.oid)
      FROM pg_constraint AS rule
      JOIN pg_class AS class ON class.oid = rule.conrelid
     WHERE {table} AND class.relkind IN ('r', 'p') AND rule.contype = 'x'
     ORDER BY class.relname, rule.conname";

pub(super) const VIEWS: &str = "
    SELECT class.relname, pg_get_viewdef(class.oid) FROM pg_class AS class
     WHERE {table} AND class.relkind IN ('v', 'm') ORDER BY class.relname";

pub(super) const TRIGGERS: &str = "
    SELECT class.relname, trigger_.tgname, pg_get_triggerdef(trigger_.oid)
      FROM pg_trigger AS trigger_
      JOIN pg_class AS class ON class.oid = trigger_.tgrelid
     WHERE {table} AND NOT trigger_.tgisinternal
     ORDER BY class.relname, trigger_.tgname";

pub(super) const ENUMS: &str = "
    SELECT type.typname, json_agg(word.enumlabel ORDER BY word.enumsortorder)
      FROM pg_type AS type JOIN pg_enum AS word ON word.enumtypid = type.oid
     WHERE {type} GROUP BY type.typname ORDER BY type.typname";

pub(super) const DOMAINS: &str = "
    SELECT type.typname, format_type(type.typbasetype, type.typtypmod), NOT type.typnotnull,
           type.typdefault,
           (SELECT coalesce(json_agg(json_build_array(
                     rule.conname, pg_get_expr(rule.conbin, 0)) ORDER BY rule.conname), '[]')
              FROM pg_constraint AS rule WHERE rule.contypid = type.oid AND rule.contype = 'c')
      FROM pg_type AS type
     WHERE {type} AND type.typtype = 'd' ORDER BY type.typname";

/// What belongs to an extension is not told, and what belongs to a table is told with it.
pub(super) const OTHERS: &str = "
    SELECT kind || name FROM (
      SELECT 1 AS place, 'the schema ' AS kind, '`' || space.nspname || '`' AS name,
             space.oid AS object
        FROM pg_namespace AS space
       WHERE space.nspname <> ALL (current_schemas(FALSE)) AND space.nspname !~ '^pg_'
         AND space.nspname <> 'information_schema'
         AND EXISTS (SELECT FROM pg_class WHERE relnamespace = space.oid)
      UNION ALL
      SELECT 2, CASE class.relkind WHEN 'f' THEN 'the foreign table ' ELSE 'the sequence ' END,
             '`' || class.relname || '`', class.oid
        FROM pg_class AS class
       WHERE {table}
         AND (class.relkind = 'f' OR class.relkind = 'S' AND NOT EXISTS (
               SELECT FROM pg_depend AS owned
                WHERE owned.objid = class.oid AND owned.deptype IN ('a', 'i')
                  AND owned.classid = 'pg_class'::regclass
                  AND owned.refclassid = 'pg_class'::regclass))
      UNION ALL
      SELECT 3, 'the function ', '`' || function.proname || '`', function.oid
        FROM pg_proc AS function
       WHERE (SELECT nspname FROM pg_namespace WHERE oid = function.pronamespace)
               = ANY (current_schemas(FALSE))
    ) AS found
     WHERE NOT EXISTS (SELECT FROM pg_depend WHERE objid = found.object AND deptype = 'e')
     ORDER BY place, name";
