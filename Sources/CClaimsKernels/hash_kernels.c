#include "hash_kernels.h"

#include "dispatch.h"

enum { ahead = 16 };

CK_CLONES void ck_mix_hashes(uint64_t *hashes, const int64_t *words, size_t rows) {
  for (size_t row = 0; row < rows; row++) {
    uint64_t hash = (hashes[row] ^ (uint64_t)words[row]) * 0xFF51AFD7ED558CCDull;
    hashes[row] = hash ^ hash >> 32;
  }
}

size_t ck_find_keys(
    uint32_t *slots, size_t mask, uint64_t *known, int64_t *keys, size_t width, size_t *count,
    const int64_t *columns, const uint64_t *hashes, size_t first, size_t rows,
    int32_t *numbers) {
  size_t total = *count;
  size_t row = first;
  for (; row < rows; row++) {
    if (2 * total > mask) break;
    if (row + ahead < rows) __builtin_prefetch(slots + (hashes[row + ahead] & mask));
    uint64_t hash = hashes[row];
    size_t slot = hash & mask;
    uint32_t number;
    for (;; slot = (slot + 1) & mask) {
      number = slots[slot];
      if (number == UINT32_MAX) {
        number = (uint32_t)total;
        slots[slot] = number;
        known[total] = hash;
        for (size_t word = 0; word < width; word++) keys[total * width + word] = columns[word * rows + row];
        total++;
        break;
      }
      if (known[number] != hash) continue;
      size_t word = 0;
      while (word < width && keys[(size_t)number * width + word] == columns[word * rows + row]) word++;
      if (word == width) break;
    }
    numbers[row] = (int32_t)number;
  }
  *count = total;
  return row;
}

void ck_place_keys(uint32_t *slots, size_t mask, const uint64_t *known, size_t count) {
  for (size_t number = 0; number < count; number++) {
    size_t slot = known[number] & mask;
    while (slots[slot] != UINT32_MAX) slot = (slot + 1) & mask;
    slots[slot] = (uint32_t)number;
  }
}
