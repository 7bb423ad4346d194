// Talking to the shop's functions: JSON there and back, problems as answers, not as exceptions.

/** SKUs that the shelf tells of at once, and ideas whose votes are told. */
const MOST_ASKED = 100;

/** Posts JSON; resolves to `{status, body}`, with status 0 when nobody answered. */
export async function post(path, body, headers = {}) {
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", ...headers },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: await answer.json() };
  } catch {
    return { status: 0, body: {} };
  }
}

/** What is left of each SKU, `{sku: number or null}`; nothing where nobody answered. */
export async function left(skus) {
  const shelf = {};
  for (let start = 0; start < skus.length; start += MOST_ASKED) {
    const asked = skus.slice(start, start + MOST_ASKED).map((sku) => ["sku", sku]);
    try {
      const answer = await fetch(`/api/stock?${new URLSearchParams(asked)}`, { headers: { Accept: "application/json" } });
      if (!answer.ok) return undefined;
      Object.assign(shelf, await answer.json());
    } catch {
      return undefined;
    }
  }
  return shelf;
}

/** The votes of each idea, `{id: {votes, unverified}}`; of those that nobody answers for, nothing. */
export async function tallies(ids) {
  const counts = {};
  for (let start = 0; start < ids.length; start += MOST_ASKED) {
    const asked = ids.slice(start, start + MOST_ASKED).map((id) => ["id", id]);
    try {
      const answer = await fetch(`/api/feedback/votes?${new URLSearchParams(asked)}`, {
        headers: { Accept: "application/json" },
      });
      if (answer.ok) Object.assign(counts, await answer.json());
    } catch {
      break;
    }
  }
  return counts;
}

/** A quote for what can be had of the lines, and the SKUs that cannot. */
export async function quote(lines, request) {
  const first = await post("/api/quote", { lines, ...request });
  const gone = first.status === 422 ? refused(first.body) : new Set();
  if (gone.size === 0) return { ...first, gone: [] };
  const missing = lines.filter((_, place) => gone.has(place)).map((line) => line.sku);
  const rest = lines.filter((_, place) => !gone.has(place));
  if (rest.length === 0) return { status: 200, body: { lines: [] }, gone: missing };
  return { ...(await post("/api/quote", { lines: rest, ...request })), gone: missing };
}

/** The places in `lines` that a problem complains about: `lines.2.sku` is place 2. */
function refused(problem) {
  const places = (problem.errors ?? []).map((error) => /^lines\.(\d+)\.sku$/.exec(error.field)?.[1]);
  return new Set(places.filter((place) => place !== undefined).map(Number));
}
