import { parser } from 'sax';
import type { WrittenRecord } from './records-csv';

/** Records of XML (`docs/exchange/schema/records.xsd`): a field of type `json` holds JSON. */
export function recordsInXml(text: string): WrittenRecord[] {
  const records: WrittenRecord[] = [];
  let fields: Record<string, unknown> = {};
  let field: { readonly name: string; readonly isJson: boolean } | undefined;
  let value = '';
  const reader = parser(true);
  reader.onerror = (error) => {
    throw error;
  };
  reader.onopentag = ({ name, attributes }) => {
    const said = (attribute: string) => (attributes as Partial<Record<string, string>>)[attribute] ?? '';
    if (name === 'record') {
      fields = {};
      records.push({ row: Number(said('row')), key: said('key'), sequence: Number(said('sequence')), fields });
    } else if (name === 'field') {
      field = { name: said('name'), isJson: said('type') === 'json' };
      value = '';
    }
  };
  reader.ontext = (more) => {
    if (field) value += more;
  };
  reader.onclosetag = (name) => {
    if (name !== 'field' || !field) return;
    fields[field.name] = field.isJson ? JSON.parse(value) : value;
    field = undefined;
  };
  reader.write(text).close();
  return records;
}
