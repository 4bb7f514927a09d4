import { Injectable } from '@nestjs/common';
import { publishedRules, type RuleBook } from '../rule-set';

/**
 * Holds the rule book. Ask for it at each decision: the book is a value, and a newer one takes its place when working days are
 * published (`working-day-calendar`).
 */
@Injectable()
export class Rules {
  book: RuleBook = publishedRules;
}
