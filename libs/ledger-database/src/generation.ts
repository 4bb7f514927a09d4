/**
 * Of this program, as a schema counts them (`sql/schema_generation.sql`). A migration that takes away what the program before it needs
 * comes with the next generation and raises the oldest one in its own transaction; a migration that only adds leaves both.
 */
export const GENERATION = 2;
