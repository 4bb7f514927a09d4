import { Injectable } from '@nestjs/common';
import { publishedRules, type RuleBook } from '../rule-set';

/** Holds the rule book. Ask for it at each decision: the book is a value, and a newer one may have taken its place. */
@Injectable()
export class Rules {
  get book(): RuleBook {
    return publishedRules;
  }
}
