import { serve } from '../thread/serve';
import type { Facts, OnnxruntimeRequests, ThreadData } from './messages';

serve<OnnxruntimeRequests, ThreadData, Facts>(async (data) => {
  // Not at the top: where onnxruntime is missing, the first answer says so.
  const { createExecutor, version } = await import('./executor');
  return { executor: createExecutor(data), facts: { version } };
});
