#include "rank_kernels.h"

#include <string.h>

#include "dispatch.h"

void ck_count_groups(const uint32_t *ids, size_t rows, uint32_t groups, long *counts) {
  for (size_t row = 0; row < rows; row++) counts[ids[row] < groups ? ids[row] : groups] += 1;
}

void ck_scatter_groups(
    const uint32_t *ids, const uint32_t *codes, size_t rows, uint32_t groups, long *cursors,
    uint32_t *out) {
  for (size_t row = 0; row < rows; row++)
    out[cursors[ids[row] < groups ? ids[row] : groups]++] = codes[row];
}

static void insertion_sort(uint32_t *codes, size_t rows) {
  for (size_t next = 1; next < rows; next++) {
    uint32_t code = codes[next];
    size_t place = next;
    for (; place > 0 && codes[place - 1] > code; place--) codes[place] = codes[place - 1];
    codes[place] = code;
  }
}

CK_CLONES static void ends(const uint32_t *codes, size_t rows, uint32_t *least, uint32_t *most) {
  uint32_t low = UINT32_MAX, high = 0;
  for (size_t row = 0; row < rows; row++) {
    low = codes[row] < low ? codes[row] : low;
    high = codes[row] > high ? codes[row] : high;
  }
  *least = low;
  *most = high;
}

enum { buckets = 2048 };

// Codes are counted by their leading bits; only buckets that hold a wanted rank are looked at again.
void ck_ranks(
    uint32_t *codes, size_t rows, const uint64_t *ranks, size_t count, uint32_t *found,
    uint32_t *spare) {
  if (count == 0) return;
  if (rows <= 48) {
    insertion_sort(codes, rows);
    for (size_t rank = 0; rank < count; rank++) found[rank] = codes[ranks[rank]];
    return;
  }
  uint32_t least, most;
  ends(codes, rows, &least, &most);
  int shift = 0;
  while ((most - least) >> shift >= buckets) shift++;
  uint32_t counts[4][buckets];
  memset(counts, 0, sizeof counts);
  size_t row = 0;
  // Four sets of counters, so that equal codes do not wait for each other.
  for (; row + 4 <= rows; row += 4)
    for (int set = 0; set < 4; set++) counts[set][(codes[row + set] - least) >> shift]++;
  for (; row < rows; row++) counts[0][(codes[row] - least) >> shift]++;
  uint8_t wanted[buckets];
  memset(wanted, 0, sizeof wanted);
  size_t before = 0, rank = 0;
  // Buckets with wanted ranks: where their codes go, how many there are, and their ranks.
  struct { uint32_t *place; size_t before, rows, first, ranks; } parts[CK_MOST_RANKS];
  size_t used = 0, room = 0;
  for (uint32_t bucket = 0; bucket < buckets && rank < count; bucket++) {
    size_t inside = (size_t)counts[0][bucket] + counts[1][bucket] + counts[2][bucket] + counts[3][bucket];
    size_t first = rank;
    while (rank < count && ranks[rank] < before + inside) rank++;
    if (rank > first) {
      if (shift == 0) {
        for (size_t at = first; at < rank; at++) found[at] = least + bucket;
      } else {
        parts[used].place = spare + room;
        parts[used].before = before;
        parts[used].rows = inside;
        parts[used].first = first;
        parts[used].ranks = rank - first;
        room += inside;
        wanted[bucket] = (uint8_t)(++used);
      }
    }
    before += inside;
  }
  if (used > 0) {
    uint32_t *cursors[CK_MOST_RANKS + 1];
    for (size_t part = 0; part < used; part++) cursors[part + 1] = parts[part].place;
    for (row = 0; row < rows; row++) {
      uint8_t part = wanted[(codes[row] - least) >> shift];
      if (part) *cursors[part]++ = codes[row];
    }
    for (size_t part = 0; part < used; part++) {
      uint64_t inner[CK_MOST_RANKS];
      for (size_t at = 0; at < parts[part].ranks; at++)
        inner[at] = ranks[parts[part].first + at] - parts[part].before;
      // The caller's codes are not needed any more: they are the spare room of the bucket.
      ck_ranks(
          parts[part].place, parts[part].rows, inner, parts[part].ranks, found + parts[part].first,
          codes);
    }
  }
}
