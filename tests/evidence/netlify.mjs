// What Netlify's own parsers make of a repository: node netlify.mjs REPOSITORY TOOLS

import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [repository, tools] = process.argv.slice(2);
const require = createRequire(`${tools}/node_modules/netlify-cli/package.json`);
const load = (name) => import(pathToFileURL(require.resolve(name)));

const { resolveConfig } = await load("@netlify/config");
const { parseAllHeaders } = await load("@netlify/headers-parser");
const { parseAllRedirects } = await load("@netlify/redirect-parser");

const { config } = await resolveConfig({ cwd: repository, repositoryRoot: repository, offline: true, context: "production", branch: "main", buffer: true });
const headers = await parseAllHeaders({ headersFiles: [`${repository}/dist/_headers`], configHeaders: [], minimal: true });
const redirects = await parseAllRedirects({ redirectsFiles: [`${repository}/dist/_redirects`], configRedirects: [], minimal: true });

const errors = [...headers.errors, ...redirects.errors].map((error) => error.message);
const { build, plugins } = config;
console.log(JSON.stringify({ build, plugins, headers: headers.headers, redirects: redirects.redirects, errors }));
