/* letter.js - the bundle of the page that a link in a letter leads to: mostly opened once, on a phone, so it is small. */
import { header } from "./parts/header.js";
import "./screens/letter.js";

header("letter");
