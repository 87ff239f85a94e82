#include "order_kernels.h"

#include <string.h>

#include "dispatch.h"

typedef unsigned __int128 wide;

static inline wide load(const ck_element *element) { return (wide)element->high << 64 | element->low; }

static inline void store(ck_element *element, wide value) {
  element->low = (uint64_t)value;
  element->high = (uint64_t)(value >> 64);
}

static inline uint32_t digit_of(const ck_element *element, int shift, uint32_t mask) {
  return (uint32_t)(load(element) >> shift) & mask;
}

void ck_append_codes(
    ck_element *elements, size_t rows, const uint32_t *codes, int bits, uint32_t flip, uint32_t lift) {
  for (size_t row = 0; row < rows; row++) {
    uint32_t code = (flip ? flip - codes[row] : codes[row]) + lift;
    store(elements + row, load(elements + row) << bits | code);
  }
}

void ck_append_rows(ck_element *elements, size_t count, const uint32_t *rows, uint32_t first) {
  for (size_t row = 0; row < count; row++) {
    uint32_t number = first + (rows ? rows[row] : (uint32_t)row);
    store(elements + row, load(elements + row) << 32 | number);
  }
}

void ck_count_digits(
    const ck_element *elements, size_t rows, int shift, int digits, uint32_t *counts) {
  uint32_t mask = (1u << digits) - 1;
  for (size_t row = 0; row < rows; row++) counts[digit_of(elements + row, shift, mask)]++;
}

void ck_scatter_digits(
    const ck_element *elements, size_t rows, int shift, int digits, uint32_t *cursors, ck_element *out) {
  uint32_t mask = (1u << digits) - 1;
  for (size_t row = 0; row < rows; row++)
    out[cursors[digit_of(elements + row, shift, mask)]++] = elements[row];
}

static void insertion_sort(ck_element *elements, size_t count) {
  for (size_t next = 1; next < count; next++) {
    wide value = load(elements + next);
    size_t place = next;
    for (; place > 0 && load(elements + place - 1) > value; place--) elements[place] = elements[place - 1];
    store(elements + place, value);
  }
}

// Leading bits first: about as many buckets as a quarter of the elements, so that most buckets are
// small enough to be sorted by insertion.
void ck_sort_elements(ck_element *elements, size_t count, int bits, ck_element *spare) {
  uint32_t starts[2049];
  while (count > 24 && bits > 0) {
    int digits = 3;
    while (digits < 11 && (size_t)4 << digits < count) digits++;
    if (digits > bits) digits = bits;
    bits -= digits;
    memset(starts, 0, ((size_t)1 << digits) * sizeof *starts + sizeof *starts);
    ck_count_digits(elements, count, bits, digits, starts + 1);
    uint32_t all = 1u << digits, most = 0;
    for (uint32_t digit = 1; digit <= all; digit++) most = starts[digit] > most ? starts[digit] : most;
    // Nothing is told apart: go on with the bits below.
    if (most == count) continue;
    for (uint32_t digit = 1; digit <= all; digit++) starts[digit] += starts[digit - 1];
    ck_scatter_digits(elements, count, bits, digits, starts, spare);
    memcpy(elements, spare, count * sizeof *elements);
    // The cursors stand at the ends now.
    size_t start = 0;
    for (uint32_t digit = 0; digit < all; digit++) {
      size_t end = starts[digit];
      if (end - start > 1) ck_sort_elements(elements + start, end - start, bits, spare);
      start = end;
    }
    return;
  }
  insertion_sort(elements, count);
}

void ck_rows_of_elements(
    const ck_element *elements, size_t count, int shift, uint8_t starts, uint32_t *rows,
    uint8_t *first) {
  wide known = 0;
  for (size_t place = 0; place < count; place++) {
    wide value = load(elements + place);
    rows[place] = (uint32_t)value;
    wide group = shift < 128 ? value >> shift : 0;
    first[place] = place ? group != known : starts;
    known = group;
  }
}
