// A note that one page leaves for the next, read once.

const KEY = "vitrina-note";

export function leave(words) {
  try {
    sessionStorage.setItem(KEY, words);
  } catch {
    // Nothing can be kept here; the next page has nothing to say.
  }
}

export function found() {
  try {
    const words = sessionStorage.getItem(KEY) ?? "";
    sessionStorage.removeItem(KEY);
    return words;
  } catch {
    return "";
  }
}
