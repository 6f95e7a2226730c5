import { serve } from '../thread/serve';
import { loadBinding } from './binding';
import { createExecutor } from './executor';
import type { Facts, TensorflowRequests, ThreadData } from './messages';

serve<TensorflowRequests, ThreadData, Facts>(({ binding: path }) => {
  const binding = loadBinding(path);
  return { executor: createExecutor(binding), facts: { version: binding.TF_Version, gpu: binding.isUsingGpuDevice() } };
});
