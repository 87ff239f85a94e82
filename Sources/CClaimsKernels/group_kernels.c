#include "group_kernels.h"

#include "dispatch.h"

enum { ahead = 24 };

// One loop for each number of columns, so that the additions of a row stand in line without a branch.
#define CK_ADD_ROW(COUNT, COUNTS, ROW, AREA)                                                         \
  {                                                                                                  \
    uint64_t *record = (AREA) + (size_t)ids[ROW] * stride;                                           \
    if (COUNTS) *record++ += 1;                                                                      \
    _Pragma("clang loop unroll(full)") for (size_t column = 0; column < COUNT; column++)             \
        record[column] += columns[column][ROW];                                                      \
  }

#define CK_ADD(COUNT, COUNTS)                                                                        \
  static void add_##COUNT##_##COUNTS(                                                                \
      uint64_t *records, size_t span, size_t replicas, size_t stride, const uint32_t *ids,           \
      size_t rows, const uint32_t *const *given, int fetches) {                                      \
    const uint32_t *columns[COUNT + 1];                                                              \
    for (size_t column = 0; column < COUNT; column++) columns[column] = given[column];               \
    size_t row = 0;                                                                                  \
    if (replicas == 4) {                                                                             \
      for (; row + 4 <= rows; row += 4) {                                                            \
        CK_ADD_ROW(COUNT, COUNTS, row, records)                                                      \
        CK_ADD_ROW(COUNT, COUNTS, row + 1, records + span)                                           \
        CK_ADD_ROW(COUNT, COUNTS, row + 2, records + 2 * span)                                       \
        CK_ADD_ROW(COUNT, COUNTS, row + 3, records + 3 * span)                                       \
      }                                                                                              \
    } else if (fetches) {                                                                            \
      for (; row + ahead < rows; row++) {                                                            \
        __builtin_prefetch(records + (size_t)ids[row + ahead] * stride, 1, 1);                       \
        CK_ADD_ROW(COUNT, COUNTS, row, records)                                                      \
      }                                                                                              \
    }                                                                                                \
    for (; row < rows; row++) CK_ADD_ROW(COUNT, COUNTS, row, records)                                \
  }

#define CK_ADD_BOTH(COUNT) CK_ADD(COUNT, 0) CK_ADD(COUNT, 1)

CK_ADD_BOTH(0)
CK_ADD_BOTH(1)
CK_ADD_BOTH(2)
CK_ADD_BOTH(3)
CK_ADD_BOTH(4)
CK_ADD_BOTH(5)
CK_ADD_BOTH(6)
CK_ADD_BOTH(7)

void ck_add_records(
    uint64_t *records, size_t span, size_t replicas, size_t stride, const uint32_t *ids, size_t rows,
    const uint32_t *const *columns, size_t count, int counts, int fetches) {
  typedef void add(
      uint64_t *, size_t, size_t, size_t, const uint32_t *, size_t, const uint32_t *const *, int);
  static add *const plain[8] = {add_0_0, add_1_0, add_2_0, add_3_0, add_4_0, add_5_0, add_6_0, add_7_0};
  static add *const counting[8] = {add_0_1, add_1_1, add_2_1, add_3_1, add_4_1, add_5_1, add_6_1, add_7_1};
  (counts ? counting : plain)[count](records, span, replicas, stride, ids, rows, columns, fetches);
}

void ck_most_records(
    uint64_t *slots, size_t stride, const uint32_t *ids, size_t rows, const uint32_t *codes,
    uint32_t flip) {
  for (size_t row = 0; row < rows; row++) {
    uint64_t *slot = slots + (size_t)ids[row] * stride;
    uint64_t code = (uint64_t)(codes[row] ^ flip) + 1;
    uint64_t known = *slot;
    *slot = code > known ? code : known;
  }
}

void ck_set_bits(
    uint64_t *bits, size_t width, const uint32_t *ids, size_t rows, const uint32_t *codes) {
  for (size_t row = 0; row < rows; row++)
    bits[(size_t)ids[row] * width + (codes[row] >> 6)] |= 1ull << (codes[row] & 63);
}

void ck_set_bits_of_one(uint64_t *bits, size_t rows, const uint32_t *codes) {
  for (size_t row = 0; row < rows; row++) bits[codes[row] >> 6] |= 1ull << (codes[row] & 63);
}

CK_CLONES void ck_join_bits(uint64_t *into, const uint64_t *from, size_t words) {
  for (size_t word = 0; word < words; word++) into[word] |= from[word];
}
