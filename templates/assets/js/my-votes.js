// What is kept on this device alone: the ideas voted for, and for a day the proof of who has confirmed an address.

const VOTES = "vitrina-votes";
const VOTER = "vitrina-voter";
const MOST = 500;

export function mine() {
  try {
    const ids = JSON.parse(localStorage.getItem(VOTES) ?? "[]");
    return Array.isArray(ids) ? ids : [];
  } catch {
    return [];
  }
}

export function remember(id) {
  try {
    localStorage.setItem(VOTES, JSON.stringify([id, ...mine().filter((other) => other !== id)].slice(0, MOST)));
  } catch {
    // Nothing can be kept here; the vote counts all the same.
  }
}

/** The proof, for as long as this window is open; nothing where there is none. */
export function voter() {
  try {
    return sessionStorage.getItem(VOTER) ?? "";
  } catch {
    return "";
  }
}

export function keepVoter(proof) {
  try {
    sessionStorage.setItem(VOTER, proof);
  } catch {
    // Then the next vote asks for a code of its own.
  }
}

export function forgetVoter() {
  try {
    sessionStorage.removeItem(VOTER);
  } catch {
    // Nothing is kept here.
  }
}
