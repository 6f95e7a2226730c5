/** What `modelwright runtime list --json` and `doctor --json` print. Fields may be added within version 1. */
import type { Diagnosis } from '../../runtimes/diagnose';
import type { Choice, Looked } from '../../runtimes/look';
import type { Machine } from '../../runtimes/machine';

export interface Shown {
  readonly machine: Machine;
  readonly looked: readonly Looked[];
  readonly choice: Choice;
}

export function runtimesJson({ machine, looked, choice }: Shown) {
  const runtimes = looked.map((one) => ({
    ...one.runtime,
    ...('probe' in one ? { tensorflow: one.probe.version, gpus: one.probe.gpus } : { broken: one.broken.message }),
  }));
  return { v: 1, machine, runtimes, auto: choice };
}

export function diagnosisJson({ checked, findings }: Diagnosis) {
  const ok = findings.length === 0 && checked.every((one) => one.findings.length === 0);
  return { v: 1, ok, runtimes: checked, findings };
}
