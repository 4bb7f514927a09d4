export { kindOf, messageOf, type RefusalKind } from './refusal-messages';
