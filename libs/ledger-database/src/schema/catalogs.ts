/**
 * Questions to the catalogs of PostgreSQL (documented under "System Catalogs" of its manual). Each answers with rows of one
 * column, `statement`, in a fixed order. What belongs to an extension is the extension's.
 */

const ourSchemas = `SELECT oid FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'`;

/** `AND` this: the object lies in a schema of ours and no extension brought it. */
const ours = (catalog: string, alias: string, namespace: string): string =>
  `${alias}.${namespace} IN (${ourSchemas})
   AND NOT EXISTS (SELECT FROM pg_depend d
                   WHERE d.classid = '${catalog}'::regclass AND d.objid = ${alias}.oid AND d.deptype = 'e')`;

const ourRelation = (kinds: string): string => `c.relkind IN (${kinds}) AND ${ours('pg_class', 'c', 'relnamespace')}`;

/** With its schema, quoted where it must be. */
const relation = `format('%s.%I', c.relnamespace::regnamespace, c.relname)`;
const type = `format('%s.%I', t.typnamespace::regnamespace, t.typname)`;

/** The order of names; what lies in `public` comes first. */
const relationsByName = `c.relnamespace <> 'public'::regnamespace, c.relnamespace::regnamespace::text, c.relname`;
const typesByName = `t.typnamespace <> 'public'::regnamespace, t.typnamespace::regnamespace::text, t.typname`;

/** Who else but the owner may do what with it: one GRANT a grantee, PUBLIC first. Without rights of its own, PostgreSQL's defaults. */
const grants = (acl: string, kind: string, owner: string, onWhat: string, revokedFirst = 'false'): string => `
  SELECT string_agg(g.statement, E'\\n' ORDER BY g.public DESC, g.grantee)
  FROM (
    SELECT true AS public, '' AS grantee, format('REVOKE ALL ON %s FROM PUBLIC;', ${onWhat}) AS statement
    WHERE ${revokedFirst} AND NOT EXISTS (SELECT FROM aclexplode(coalesce(${acl}, acldefault('${kind}', ${owner}))) e WHERE e.grantee = 0)
    UNION ALL
    SELECT a.grantee = 0, a.grantee::regrole::text,
           format('GRANT %s ON %s TO %s%s;', string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type), ${onWhat},
                  CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END,
                  CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
    FROM aclexplode(coalesce(${acl}, acldefault('${kind}', ${owner}))) a
    WHERE a.grantee <> ${owner}
    GROUP BY a.grantee, a.is_grantable
  ) g`;

const schemas = `
  SELECT concat_ws(E'\\n',
    CASE WHEN n.nspname <> 'public' THEN format('CREATE SCHEMA %I;', n.nspname) END,
    (${grants('n.nspacl', 'n', 'n.nspowner', `format('SCHEMA %I', n.nspname)`, `n.nspname = 'public'`)})) AS statement
  FROM pg_namespace n WHERE n.oid IN (${ourSchemas})
  ORDER BY n.nspname <> 'public', n.nspname`;

const extensions = `
  SELECT format('CREATE EXTENSION %I WITH SCHEMA %I;', extname, extnamespace::regnamespace) AS statement
  FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY extname`;

const enums = `
  SELECT format('CREATE TYPE %s AS ENUM (%s);', ${type},
                (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid)) AS statement
  FROM pg_type t WHERE t.typtype = 'e' AND ${ours('pg_type', 't', 'typnamespace')} ORDER BY ${typesByName}`;

const domains = `
  SELECT format('CREATE DOMAIN %s AS %s%s%s%s;', ${type}, format_type(t.typbasetype, t.typtypmod),
                ' DEFAULT ' || t.typdefault, CASE WHEN t.typnotnull THEN ' NOT NULL' END,
                (SELECT string_agg(format(' CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid)), '' ORDER BY k.conname)
                 FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c')) AS statement
  FROM pg_type t WHERE t.typtype = 'd' AND ${ours('pg_type', 't', 'typnamespace')} ORDER BY ${typesByName}`;

/** Those of identity columns come with the column. */
const sequences = `
  SELECT concat_ws(E'\\n',
    format('CREATE SEQUENCE %s AS %s INCREMENT %s MINVALUE %s MAXVALUE %s START %s CACHE %s%s;', ${relation},
           format_type(s.seqtypid, NULL), s.seqincrement, s.seqmin, s.seqmax, s.seqstart, s.seqcache,
           CASE WHEN s.seqcycle THEN ' CYCLE' END),
    (${grants('c.relacl', 's', 'c.relowner', `'SEQUENCE ' || ${relation}`)})) AS statement
  FROM pg_class c JOIN pg_sequence s ON s.seqrelid = c.oid
  WHERE ${ourRelation(`'S'`)}
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i')
  ORDER BY ${relationsByName}`;

const sequenceOwners = `
  SELECT format('ALTER SEQUENCE %s OWNED BY %s.%I;', ${relation}, d.refobjid::regclass, a.attname) AS statement
  FROM pg_class c
  JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'a' AND d.refobjsubid > 0
  JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
  WHERE ${ourRelation(`'S'`)} ORDER BY ${relationsByName}`;

const columns = `
  SELECT string_agg(concat('  ', quote_ident(a.attname), ' ', format_type(a.atttypid, a.atttypmod),
    CASE WHEN a.attcollation <> t.typcollation THEN ' COLLATE ' || a.attcollation::regcollation END,
    CASE WHEN a.attstorage <> t.typstorage
         THEN ' STORAGE ' || CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'm' THEN 'MAIN' WHEN 'e' THEN 'EXTERNAL' ELSE 'EXTENDED' END END,
    CASE a.attcompression WHEN 'l' THEN ' COMPRESSION lz4' WHEN 'p' THEN ' COMPRESSION pglz' END,
    CASE a.attidentity WHEN 'a' THEN ' GENERATED ALWAYS AS IDENTITY' WHEN 'd' THEN ' GENERATED BY DEFAULT AS IDENTITY' END,
    CASE a.attgenerated
      WHEN 's' THEN format(' GENERATED ALWAYS AS (%s) STORED', pg_get_expr(v.adbin, v.adrelid))
      WHEN 'v' THEN format(' GENERATED ALWAYS AS (%s) VIRTUAL', pg_get_expr(v.adbin, v.adrelid))
      ELSE ' DEFAULT ' || pg_get_expr(v.adbin, v.adrelid) END,
    CASE WHEN a.attnotnull THEN ' NOT NULL' END), E',\\n' ORDER BY a.attnum) AS lines
  FROM pg_attribute a
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef v ON v.adrelid = a.attrelid AND v.adnum = a.attnum
  WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND NOT c.relispartition`;

/**
 * NOT NULL stands with the column, foreign keys and checks that not every row keeps stand after all tables, and a partition's come from
 * the table it is part of.
 */
const constraints = `
  SELECT string_agg(format('  CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid)), E',\\n'
                    ORDER BY k.contype <> 'p', k.conname) AS lines
  FROM pg_constraint k
  WHERE k.conrelid = c.oid AND k.contype NOT IN ('n', 'f', 't') AND k.conparentid = 0 AND k.conislocal
    AND (k.contype <> 'c' OR k.convalidated)`;

const indexes = `
  SELECT string_agg(pg_get_indexdef(i.indexrelid) || ';', E'\\n' ORDER BY x.relname)
  FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
  WHERE i.indrelid = c.oid AND NOT x.relispartition
    AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))`;

const policies = `
  SELECT string_agg(format('CREATE POLICY %I ON %s AS %s FOR %s TO %s%s%s;', p.policyname, ${relation}, p.permissive, p.cmd,
                           (SELECT string_agg(r::text, ', ') FROM unnest(p.roles) r),
                           ' USING (' || p.qual || ')', ' WITH CHECK (' || p.with_check || ')'), E'\\n' ORDER BY p.policyname)
  FROM pg_policies p WHERE p.schemaname = c.relnamespace::regnamespace::name AND p.tablename = c.relname`;

const columnGrants = `
  SELECT string_agg(g.statement, E'\\n' ORDER BY a.attnum)
  FROM pg_attribute a,
       LATERAL (SELECT string_agg(format('GRANT %s (%I) ON TABLE %s TO %s;', e.privilege_type, a.attname, ${relation},
                                         CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE e.grantee::regrole::text END),
                                  E'\\n' ORDER BY e.grantee::regrole::text, e.privilege_type)
                FROM aclexplode(a.attacl) e) g (statement)
  WHERE a.attrelid = c.oid AND a.attacl IS NOT NULL`;

/** A table is followed by its indexes, policies and rights; a partitioned one stands before its partitions. */
const tables = `
  SELECT concat_ws(E'\\n',
    format('CREATE %sTABLE %s%s%s%s%s;',
      CASE c.relpersistence WHEN 'u' THEN 'UNLOGGED ' END, ${relation},
      CASE WHEN c.relispartition
           THEN ' PARTITION OF ' || (SELECT h.inhparent::regclass::text FROM pg_inherits h WHERE h.inhrelid = c.oid) END,
      coalesce(E' (\\n' || nullif(concat_ws(E',\\n', (${columns}), (${constraints})), '') || E'\\n)', CASE WHEN c.relispartition THEN '' ELSE ' ()' END),
      ' ' || pg_get_expr(c.relpartbound, c.oid),
      concat(CASE c.relkind WHEN 'p' THEN ' PARTITION BY ' || pg_get_partkeydef(c.oid) END,
             ' WITH (' || array_to_string(c.reloptions, ', ') || ')')),
    (${indexes}),
    CASE WHEN c.relrowsecurity THEN format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY;', ${relation}) END,
    CASE WHEN c.relforcerowsecurity THEN format('ALTER TABLE %s FORCE ROW LEVEL SECURITY;', ${relation}) END,
    (${policies}),
    (${grants('c.relacl', 'r', 'c.relowner', `'TABLE ' || ${relation}`)}),
    (${columnGrants})) AS statement
  FROM pg_class c
  WHERE ${ourRelation(`'r', 'p'`)}
  ORDER BY (SELECT count(*) FROM pg_partition_ancestors(c.oid)) > 1, (SELECT count(*) FROM pg_partition_ancestors(c.oid)), ${relationsByName}`;

const lateConstraints = `
  SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s;', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid)) AS statement
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
  WHERE (k.contype = 'f' OR k.contype = 'c' AND NOT k.convalidated) AND k.conparentid = 0 AND (k.contype = 'f' OR k.conislocal)
    AND ${ourRelation(`'r', 'p'`)}
  ORDER BY ${relationsByName}, k.conname`;

const functions = `
  SELECT concat_ws(E'\\n', rtrim(pg_get_functiondef(p.oid), E'\\n') || ';',
    (${grants('p.proacl', 'f', 'p.proowner', `'ROUTINE ' || p.oid::regprocedure`, 'true')})) AS statement
  FROM pg_proc p WHERE p.prokind IN ('f', 'p') AND ${ours('pg_proc', 'p', 'pronamespace')}
  ORDER BY p.pronamespace <> 'public'::regnamespace, p.pronamespace::regnamespace::text, p.proname,
    pg_get_function_identity_arguments(p.oid)`;

const views = `
  SELECT concat_ws(E'\\n',
    format('CREATE %sVIEW %s%s AS%s%s', CASE c.relkind WHEN 'm' THEN 'MATERIALIZED ' END, ${relation},
           ' WITH (' || array_to_string(c.reloptions, ', ') || ')', E'\\n', pg_get_viewdef(c.oid)),
    (${indexes}),
    (${grants('c.relacl', 'r', 'c.relowner', `'TABLE ' || ${relation}`)})) AS statement
  FROM pg_class c WHERE ${ourRelation(`'v', 'm'`)} ORDER BY c.oid`;

const triggers = `
  SELECT concat_ws(E'\\n', pg_get_triggerdef(t.oid) || ';',
    CASE WHEN t.tgenabled <> 'O' THEN
      format('ALTER TABLE %s %s TRIGGER %I;', t.tgrelid::regclass,
             CASE t.tgenabled WHEN 'A' THEN 'ENABLE ALWAYS' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'DISABLE' END, t.tgname)
    END) AS statement
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
  WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND ${ourRelation(`'r', 'p', 'v'`)}
  ORDER BY ${relationsByName}, t.tgname`;

const comments = `
  SELECT format('COMMENT ON %s %s IS %L;',
                CASE WHEN o.type LIKE '% column' THEN 'COLUMN' WHEN o.type LIKE '% constraint' THEN 'CONSTRAINT' ELSE upper(o.type) END,
                o.identity, d.description) AS statement
  FROM pg_description d, LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) o
  WHERE coalesce(o.schema, split_part(regexp_replace(o.identity, '^.* on ', ''), '.', 1)) IN
          (SELECT oid::regnamespace::text FROM (${ourSchemas}) s)
    AND (o.type <> 'schema' OR d.description <> 'standard public schema')
  ORDER BY o.type, o.identity`;

/** In an order in which they can be run. */
export const sections: readonly (readonly [title: string, query: string])[] = [
  ['Schemas', schemas],
  ['Extensions', extensions],
  ['Types', enums],
  ['Domains', domains],
  ['Sequences', sequences],
  ['Tables', tables],
  ['Sequences that go with a column', sequenceOwners],
  ['Foreign keys, and checks that not every row keeps', lateConstraints],
  ['Functions', functions],
  ['Views', views],
  ['Triggers', triggers],
  ['Comments', comments],
];

/** Objects of a catalog that has a name space and may not be there at all. */
const none = (catalog: string, namespace: string, where = 'true'): string => `
  SELECT '${catalog}'::regclass AS classid, s.oid FROM ${catalog} s WHERE (${where}) AND ${ours(catalog, 's', namespace)}`;

const noneAnywhere = (catalog: string, where = 'true'): string => `
  SELECT '${catalog}'::regclass, s.oid FROM ${catalog} s
  WHERE (${where}) AND s.oid >= 16384
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '${catalog}'::regclass AND d.objid = s.oid AND d.deptype = 'e')`;

/** Objects of kinds the questions above do not ask for. One column, `object`: kind and name. */
export const strangers = `
  SELECT format('%s %s', o.type, o.identity) AS object
  FROM (${[
    none('pg_class', 'relnamespace', `s.relkind NOT IN ('r', 'p', 'v', 'm', 'S', 'i', 'I', 't') OR s.reloftype <> 0`),
    none(
      'pg_type',
      'typnamespace',
      `s.typtype NOT IN ('e', 'd', 'c') AND s.typcategory <> 'A' OR s.typacl IS NOT NULL`,
    ),
    none('pg_proc', 'pronamespace', `s.prokind NOT IN ('f', 'p')`),
    none('pg_operator', 'oprnamespace'),
    none('pg_opclass', 'opcnamespace'),
    none('pg_opfamily', 'opfnamespace'),
    none('pg_collation', 'collnamespace'),
    none('pg_conversion', 'connamespace'),
    none('pg_statistic_ext', 'stxnamespace'),
    none('pg_ts_config', 'cfgnamespace'),
    none('pg_ts_dict', 'dictnamespace'),
    none('pg_ts_parser', 'prsnamespace'),
    none('pg_ts_template', 'tmplnamespace'),
    noneAnywhere('pg_cast'),
    noneAnywhere('pg_event_trigger'),
    noneAnywhere('pg_publication'),
    noneAnywhere('pg_foreign_data_wrapper'),
    noneAnywhere('pg_foreign_server'),
    noneAnywhere('pg_default_acl'),
    noneAnywhere('pg_rewrite', `s.rulename <> '_RETURN'`),
    `SELECT 'pg_class'::regclass, h.inhrelid FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhrelid
     WHERE NOT c.relispartition`,
  ].join('\n  UNION ALL ')}) s, LATERAL pg_identify_object(s.classid, s.oid, 0) o
  ORDER BY 1`;
