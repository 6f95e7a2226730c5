/**
 * What is installed, to the byte: the packages of the binding and of TensorFlow's wheel are checked against these hashes before
 * anything in them is used. What npm gets besides, the package's dependencies and the TensorFlow that its script downloads, is not.
 */
import type { RuntimePackage } from './runtime';

/** Of tfjs-node and tfjs-node-gpu, which hold the same sources of the binding. */
export const TFJS_VERSION = '4.22.0';

/** npm archives: name and version, and the hash that npm calls integrity. */
export interface Archive {
  readonly spec: string;
  readonly integrity: string;
}

export const TFJS: Readonly<Record<RuntimePackage, Archive>> = {
  '@tensorflow/tfjs-node': {
    spec: `@tensorflow/tfjs-node@${TFJS_VERSION}`,
    integrity: 'sha512-uHrXeUlfgkMxTZqHkESSV7zSdKdV0LlsBeblqkuKU9nnfxB1pC6DtoyYVaLxznzZy7WQSegjcohxxCjAf6Dc7w==',
  },
  '@tensorflow/tfjs-node-gpu': {
    spec: `@tensorflow/tfjs-node-gpu@${TFJS_VERSION}`,
    integrity: 'sha512-p//NN6DGiN4hInUmIkRffaFVMcdTREUMjPyjW04J7OXvB2zBlQimj61eFKSgRrH3f5TnOfKzb0n56he/B6a4bw==',
  },
};

/** What the binding is compiled against on the side of Node.js. */
export const NODE_HEADERS: Archive = {
  spec: 'node-api-headers@1.9.0',
  integrity: 'sha512-2oNILP4jXwRB4ywnYKjVk1YyJ96n2D4EOVJO6S3oYZ5PtbJrw3Yt9TpAuX3nBLMuzn74rnfGQrv13pS9vC+YiA==',
};

/** TensorFlow in the Python wheel. */
export const TENSORFLOW_VERSION = '2.21.0';

/** TensorFlow that the npm packages download when their scripts run. */
export const NPM_TENSORFLOW_VERSION = '2.9.1';

/** Oldest TensorFlow that knows every operation of a training step. */
const OLDEST = [2, 9] as const;

/** `2.9.1`: whether a training can run on it. */
export function isNewEnough(tensorflow: string): boolean {
  const [major = 0, minor = 0] = tensorflow.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

export const OLDEST_TENSORFLOW = OLDEST.join('.');

/** The wheel whose libraries are used, whatever Python is on the machine: the libraries in all of them are the same. */
export const WHEEL_PYTHON = { version: '3.11', abi: 'cp311' } as const;

/** Lines of a requirements file. */
export interface Wheels {
  readonly requirements: readonly string[];
  /** MB that come over the network, need room while it is installed, and stay. */
  readonly download: number;
  readonly room: number;
  readonly stays: number;
}

const hashed = (name: string, version: string, sha256: string): string => `${name}==${version} --hash=sha256:${sha256}`;

/** By architecture and device. On arm64 the package `tensorflow` is the one for the CPU. */
export const WHEELS: Readonly<Record<string, Wheels>> = {
  'x64-cpu': {
    requirements: [
      hashed('tensorflow-cpu', TENSORFLOW_VERSION, '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c'),
    ],
    download: 274,
    room: 3000,
    stays: 855,
  },
  'arm64-cpu': {
    requirements: [hashed('tensorflow', TENSORFLOW_VERSION, '4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c')],
    download: 280,
    room: 3000,
    stays: 900,
  },
  // The libraries of CUDA 12 and cuDNN 9 are wheels of their own, which TensorFlow looks for beside itself.
  'x64-gpu': {
    requirements: [
      hashed('tensorflow', TENSORFLOW_VERSION, '9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124'),
      hashed('nvidia-cublas-cu12', '12.9.3.13', 'd7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72'),
      hashed('nvidia-cuda-cupti-cu12', '12.8.90', 'ea0cb07ebda26bb9b29ba82cda34849e73c166c18162d3913575b0c9db9a6182'),
      hashed('nvidia-cuda-nvcc-cu12', '12.9.86', '5d6a0d32fdc7ea39917c20065614ae93add6f577d840233237ff08e9a38f58f0'),
      hashed('nvidia-cuda-nvrtc-cu12', '12.9.86', '210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4'),
      hashed('nvidia-cuda-runtime-cu12', '12.9.79', '25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3'),
      hashed('nvidia-cudnn-cu12', '9.28.0.42', '9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375'),
      hashed('nvidia-cufft-cu12', '11.4.1.4', 'c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28'),
      hashed('nvidia-curand-cu12', '10.3.10.19', '49b274db4780d421bd2ccd362e1415c13887c53c214f0d4b761752b8f9f6aa1e'),
      hashed('nvidia-cusolver-cu12', '11.7.5.82', '15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88'),
      hashed('nvidia-cusparse-cu12', '12.5.10.65', '73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78'),
      hashed('nvidia-nccl-cu12', '2.32.3', 'bb94b2348e4861d5e8aa00b36c3d12d9bdf9c6369b82cbb723de0b582280a21c'),
      hashed('nvidia-nvjitlink-cu12', '12.9.86', 'e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9'),
    ],
    download: 3380,
    room: 12_000,
    stays: 5700,
  },
};

/** Oldest NVIDIA driver that runs CUDA 12, which the GPU wheel brings. */
export const OLDEST_CUDA = 12;
