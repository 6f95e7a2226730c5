/**
 * The contract between who builds a step, who runs it and who feeds it: names of ports. Everything is a list, and
 * supervised training is the case with one of each.
 */

/** A named input of the network: `input/<layer id>`. */
export const inputPort = (layer: string): string => `input/${layer}`;

/** What output number k is compared with. */
export const targetPort = (output: number): string => `target/${output}`;

/** One weight per sample for output number k; present only where the step was built with sample weights. */
export const sampleWeightPort = (output: number): string => `sampleWeight/${output}`;

/** Learning rate of an objective: a scalar, so that schedules and people may change it between steps. */
export const ratePort = (objective: number): string => `rate/${objective}`;

/** Mean loss of an objective over the batch (weighted as Keras's `sum_over_batch_size`). */
export const lossPort = (objective: number): string => `loss/${objective}`;

/** What metrics are made of, summed over the batch: `right` answers, `truePositives`, ... */
export const metricPort = (count: string, output: number): string => `metric/${count}/${output}`;

/** What the network predicts at output number k (probabilities where the loss is from logits are not made: raw outputs). */
export const outputPort = (output: number): string => `output/${output}`;

/** Gradient of a weight, present only where asked for (tests, findings). */
export const gradientPort = (weight: string): string => `gradient/${weight}`;

/** 0 where all values that call number k of the network gives are finite, else NaN; present only in probes. */
export const probePort = (call: number): string => `probe/${call}`;
