/* clients.mjs - npm's mail programs, as the stack and its tests use them. They were written for Node 20 and run on Debian's 18 once
 * `crypto` stands where they look for it. */
import { webcrypto } from "node:crypto";
import { createRequire } from "node:module";

globalThis.crypto ??= webcrypto;
const require = createRequire(import.meta.url);

export const { ImapFlow } = require("imapflow");
export const { simpleParser } = require("mailparser");
export const { SMTPServer } = require("smtp-server");
export const nodemailer = require("nodemailer");
export const MailComposer = require("nodemailer/lib/mail-composer");
