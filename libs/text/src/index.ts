export { cut, holdable, isHoldable, REPLACEMENT, withoutControls } from './holdable';
export { whyNotHoldable, withHoldableCharacters } from './holdable-bytes';
