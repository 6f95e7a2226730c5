declare module 'bundle:prelude' {
  const text: string;
  export default text;
}

declare module '@jitl/quickjs-wasmfile-release-sync/wasm' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}

/** What the engine uses of it; the full types come with the DOM's, which a Node project does without. */
declare namespace WebAssembly {
  class Memory {
    constructor(pages: { readonly initial: number; readonly maximum: number });
    readonly buffer: ArrayBuffer;
  }
  class Module {}
  function compile(bytes: Uint8Array<ArrayBuffer>): Promise<Module>;
}
