// The last searches of this reader, kept in this browser alone, and nowhere where that is not allowed.

const MOST = 12;

// `place` tells gardens of one host apart.
export function recentSearches(place) {
  const key = `searches ${place}`;
  // What is kept may be damaged, or another program's.
  const read = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(key) ?? "[]");
      return Array.isArray(kept) ? kept.filter((query) => typeof query === "string" && query.trim()).slice(0, MOST) : [];
    } catch {
      return [];
    }
  };
  const write = (searches) => {
    try {
      if (searches.length > 0) localStorage.setItem(key, JSON.stringify(searches));
      else localStorage.removeItem(key);
    } catch {
      // They are not remembered then.
    }
  };
  return {
    all: read,
    add(query) {
      if (query) write([query, ...read().filter((other) => other !== query)].slice(0, MOST));
    },
    clear: () => write([]),
  };
}
