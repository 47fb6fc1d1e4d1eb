/* tus.js - the library that sends a large file in chunks: a bundle of its own, which a page asks for when somebody chooses one. */
export { Upload } from "tus-js-client";
