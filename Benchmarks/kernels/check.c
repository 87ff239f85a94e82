// Every C loop of the claims store beside the plainest loop that says the same, over seeded random codes
// of every length from 0 past two words of a mask. Prints what differs; exit code 1 when anything does.
//
// Swift's tests do this through ClaimsKernels; this program also runs where only a C compiler for another
// processor is at hand (see `run`).
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CClaimsKernels.h"

static uint64_t state = 1;
static uint64_t next(uint64_t bound) {
  state = state * 6364136223846793005ull + 1442695040888963407ull;
  return (state >> 33) % bound;
}

static int failures = 0;
static void expect(int holds, const char *what, size_t rows) {
  if (holds) return;
  failures++;
  printf("%s differs at %zu rows, state %llu\n", what, rows, (unsigned long long)state);
}

enum { most = 70000, words = most / 64 + 8 };
static uint8_t u8[most + 64];
static uint16_t u16[most + 64];
static uint32_t u32[most + 64], ids[most + 64], out[most + 80], other[most + 80], list[most + 80];
static uint64_t u64[most + 64], mask[words], nulls[words], found[words], packed[words];

static int marked(const uint64_t *bits, size_t row) { return (int)(bits[row >> 6] >> (row & 63) & 1); }

static void fill(size_t rows, uint64_t bound) {
  memset(mask, 0, sizeof mask);
  memset(nulls, 0, sizeof nulls);
  uint64_t share = next(100);
  for (size_t row = 0; row < rows; row++) {
    u8[row] = (uint8_t)next(256);
    u16[row] = (uint16_t)next(65536);
    u32[row] = (uint32_t)next(bound);
    u64[row] = next(bound) << 20 | next(1000);
    ids[row] = (uint32_t)next(50);
    if (next(100) < share) mask[row >> 6] |= 1ull << (row & 63);
    if (next(10) == 0) nulls[row >> 6] |= 1ull << (row & 63);
  }
}

#define RANGE(SUFFIX, CODE, DATA)                                                                    \
  {                                                                                                  \
    CODE low = DATA[next(rows + 1)], span = (CODE)next(1 + (uint64_t)(CODE)-1 / 2);                  \
    for (int joins = 0; joins < 2; joins++) {                                                        \
      memcpy(found, mask, sizeof found);                                                             \
      ck_range_##SUFFIX(DATA, rows, low, span, found, joins);                                        \
      int same = 1;                                                                                  \
      for (size_t row = 0; row < rows; row++)                                                        \
        same &= marked(found, row) ==                                                                \
                ((CODE)(DATA[row] - low) <= span && (!joins || marked(mask, row)));                  \
      expect(same, "ck_range_" #SUFFIX, rows);                                                       \
      if (rows & 63) expect(found[rows / 64] >> (rows & 63) == 0, "tail of ck_range_" #SUFFIX, rows); \
    }                                                                                                \
  }

#define SUMS(SUFFIX, CODE, DATA)                                                                     \
  for (int masked = 0; masked < 2; masked++) {                                                       \
    uint64_t sum = 0, greatest = 0, least = 0;                                                       \
    size_t count = 0;                                                                                \
    for (size_t row = 0; row < rows; row++) {                                                        \
      if (masked && !marked(mask, row)) continue;                                                    \
      sum += DATA[row];                                                                              \
      uint64_t up = (uint64_t)DATA[row] + 1, down = (uint64_t)(CODE)~DATA[row] + 1;                  \
      greatest = up > greatest ? up : greatest;                                                      \
      least = down > least ? down : least;                                                           \
      list[count++] = DATA[row];                                                                     \
    }                                                                                                \
    const uint64_t *bits = masked ? mask : NULL;                                                     \
    expect(ck_sum_##SUFFIX(DATA, rows, bits) == sum, "ck_sum_" #SUFFIX, rows);                       \
    expect(ck_most_##SUFFIX(DATA, rows, bits, 0) == greatest, "ck_most_" #SUFFIX, rows);             \
    expect(ck_most_##SUFFIX(DATA, rows, bits, (CODE)-1) == least, "ck_most_" #SUFFIX " flipped", rows); \
    if (masked) {                                                                                    \
      expect(ck_pack_##SUFFIX(DATA, mask, rows, out) == count, "ck_pack_" #SUFFIX " count", rows);   \
      expect(memcmp(out, list, count * 4) == 0, "ck_pack_" #SUFFIX, rows);                           \
    }                                                                                                \
  }

static void scans(size_t rows) {
  RANGE(u8, uint8_t, u8)
  RANGE(u16, uint16_t, u16)
  RANGE(u32, uint32_t, u32)
  RANGE(u64, uint64_t, u64)
  SUMS(u8, uint8_t, u8)
  SUMS(u16, uint16_t, u16)
  SUMS(u32, uint32_t, u32)
  size_t count = 0;
  memset(packed, 0, sizeof packed);
  for (size_t row = 0; row < rows; row++) {
    if (!marked(mask, row)) continue;
    list[count] = (uint32_t)row + 7;
    packed[count >> 6] |= (uint64_t)marked(nulls, row) << (count & 63);
    count++;
  }
  expect(ck_count(mask, (rows + 63) / 64) == count, "ck_count", rows);
  expect(ck_pack_rows(mask, rows, 7, out) == count && memcmp(out, list, count * 4) == 0, "ck_pack_rows", rows);
  ck_pack_bits(nulls, mask, rows, found);
  expect(memcmp(found, packed, (count + 63) / 64 * 8) == 0, "ck_pack_bits", rows);
  int meets = 0, same = 1;
  for (size_t row = 0; row < rows; row++) meets |= marked(mask, row) && marked(nulls, row);
  expect(ck_meets(mask, nulls, (rows + 63) / 64) == meets, "ck_meets", rows);
  uint32_t divisor = (uint32_t)next(90000) + 1, offset = (uint32_t)next(90000);
  double reciprocal = 1 / (double)divisor;
  uint64_t pattern;
  memcpy(&pattern, &reciprocal, 8);
  pattern++;
  memcpy(&reciprocal, &pattern, 8);
  ck_divide(u32, rows, offset, reciprocal, out);
  for (size_t row = 0; row < rows; row++) same &= out[row] == (u32[row] + offset) / divisor;
  expect(same, "ck_divide", rows);
  memcpy(out, u32, rows * 4);
  ck_replace(out, rows, mask, 99);
  same = 1;
  for (size_t row = 0; row < rows; row++) same &= out[row] == (marked(mask, row) ? u32[row] : 99);
  expect(same, "ck_replace", rows);
  ck_widen_bits(mask, rows, out);
  same = 1;
  for (size_t row = 0; row < rows; row++) same &= (int)out[row] == marked(mask, row);
  expect(same, "ck_widen_bits", rows);
}

static void groups(size_t rows) {
  static uint64_t records[4 * 51 * 12], plain[51 * 12];
  const uint32_t *columns[7] = {u32, ids, u32, ids, u32, ids, u32};
  for (size_t columnCount = 0; columnCount <= 7; columnCount++) {
    for (size_t replicas = 1; replicas <= 4; replicas += 3) {
      size_t stride = columnCount + 1;
      memset(records, 0, sizeof records);
      memset(plain, 0, sizeof plain);
      ck_add_records(records, 51 * 12, replicas, stride, ids, rows, columns, columnCount, 1, (int)next(2));
      for (size_t row = 0; row < rows; row++) {
        plain[ids[row] * stride]++;
        for (size_t c = 0; c < columnCount; c++) plain[ids[row] * stride + 1 + c] += columns[c][row];
      }
      for (size_t copy = 1; copy < replicas; copy++)
        for (size_t slot = 0; slot < 50 * stride; slot++) records[slot] += records[copy * 51 * 12 + slot];
      expect(memcmp(records, plain, 50 * stride * 8) == 0, "ck_add_records", rows);
    }
  }
}

static int ascending(const void *a, const void *b) {
  uint32_t one = *(const uint32_t *)a, two = *(const uint32_t *)b;
  return one < two ? -1 : one > two;
}

static void ranks(size_t rows) {
  if (rows == 0) return;
  static uint32_t spare[most + 64];
  memcpy(out, u32, rows * 4);
  memcpy(other, u32, rows * 4);
  qsort(other, rows, 4, ascending);
  uint64_t wanted[5];
  uint32_t got[5];
  for (int rank = 0; rank < 5; rank++) wanted[rank] = rows * (uint64_t)rank / 5;
  ck_ranks(out, rows, wanted, 5, got, spare);
  for (int rank = 0; rank < 5; rank++) expect(got[rank] == other[wanted[rank]], "ck_ranks", rows);
}

static void orders(size_t rows) {
  static ck_element elements[most], spare[most];
  memset(elements, 0, rows * sizeof *elements);
  ck_append_codes(elements, rows, ids, 6, 0, 0);
  ck_append_codes(elements, rows, u32, 33, 0, 1);
  ck_append_rows(elements, rows, NULL, 0);
  ck_sort_elements(elements, rows, 6 + 33 + 32, spare);
  int same = 1;
  for (size_t place = 0; place < rows; place++) {
    uint32_t row = (uint32_t)elements[place].low;
    if (place == 0) continue;
    uint32_t before = (uint32_t)elements[place - 1].low;
    if (ids[before] != ids[row]) same &= ids[before] < ids[row];
    else if (u32[before] != u32[row]) same &= u32[before] < u32[row];
    else same &= before < row;
  }
  expect(same, "ck_sort_elements", rows);
}

static void keys(size_t rows) {
  static int64_t columns[2 * most];
  static int32_t numbers[most];
  static uint64_t hashes[most], known[most];
  static int64_t stored[2 * most];
  static uint32_t slots[1 << 18];
  for (size_t row = 0; row < rows; row++) {
    columns[row] = ids[row];
    columns[rows + row] = (int64_t)next(40) - 20;
    hashes[row] = 1;
  }
  ck_mix_hashes(hashes, columns, rows);
  ck_mix_hashes(hashes, columns + rows, rows);
  memset(slots, 0xFF, sizeof slots);
  size_t count = 0;
  expect(ck_find_keys(slots, (1 << 18) - 1, known, stored, 2, &count, columns, hashes, 0, rows, numbers) == rows,
         "ck_find_keys", rows);
  int32_t table[50 * 40];
  memset(table, 0xFF, sizeof table);
  int32_t total = 0;
  int same = 1;
  for (size_t row = 0; row < rows; row++) {
    int32_t *number = table + columns[row] * 40 + columns[rows + row] + 20;
    if (*number < 0) *number = total++;
    same &= numbers[row] == *number;
  }
  expect(same && (size_t)total == count, "numbers of ck_find_keys", rows);
}

int main(void) {
  uint64_t bounds[] = {1, 3, 2000, 70000, 4000000, 4000000000ull};
  for (size_t rows = 0; rows <= 200; rows++) {
    fill(rows, bounds[rows % 6]);
    scans(rows);
    groups(rows);
    ranks(rows);
    orders(rows);
    keys(rows);
  }
  for (int round = 0; round < 12; round++) {
    size_t rows = most - (size_t)next(500);
    fill(rows, bounds[round % 6]);
    scans(rows);
    groups(rows);
    ranks(rows);
    orders(rows);
    keys(rows);
  }
  // A checksum is the same number on every processor.
  printf("digest %016llx\n", (unsigned long long)ck_digest(u8, 4001));
  printf("%d differences\n", failures);
  return failures != 0;
}
