/** In which forms the primitives of a program are written. */
import type { Program } from '../../ir/program';
import { BLOCKED_FORMS } from './blocked/forms';
import { type Forms, findForms } from './blocked/self-test';

/** `auto` takes the blocked forms that pass the self-test; `blocked` insists on all of them. */
export type FormsOption = 'auto' | 'portable' | 'blocked';

/** The self-test runs once, when the first program comes that has a use for blocks. */
export function createFormsChooser(option: FormsOption): (program: Program) => Promise<Forms> {
  let found: Promise<Forms> | undefined;
  return async (program) => {
    if (option === 'portable' || !program.nodes.some(({ op }) => op in BLOCKED_FORMS)) return {};
    found ??= findForms();
    const forms = await found;
    const missing = Object.keys(BLOCKED_FORMS).filter((op) => !(op in (forms.overrides ?? {})));
    if (option === 'auto' || missing.length === 0) return forms;
    throw new Error(`onnxruntime's blocked forms of ${missing.join(', ')} do not work on this processor.`);
  };
}
