declare module 'bundle:prelude' {
  const text: string;
  export default text;
}

declare module '@jitl/quickjs-wasmfile-release-sync/wasm' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
