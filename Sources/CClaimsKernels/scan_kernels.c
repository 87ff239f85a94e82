#include "scan_kernels.h"

#include <string.h>

#include "dispatch.h"

typedef uint8_t bytes64 __attribute__((ext_vector_type(64)));
typedef uint16_t halves32 __attribute__((ext_vector_type(32)));
typedef uint32_t words16 __attribute__((ext_vector_type(16)));
typedef uint64_t doubles8 __attribute__((ext_vector_type(8)));
typedef _Bool bits64 __attribute__((ext_vector_type(64)));
typedef _Bool bits32 __attribute__((ext_vector_type(32)));
typedef _Bool bits16 __attribute__((ext_vector_type(16)));
typedef _Bool bits8 __attribute__((ext_vector_type(8)));

static inline uint64_t tail_of(size_t rows) { return (1ull << (rows & 63)) - 1; }

// One word of the mask: as many vectors as fill 64 rows, each compared and packed to bits.
#define CK_RANGE(SUFFIX, CODE, VECTOR, LANES, BITS, PACKED)                                          \
  static inline uint64_t range_word_##SUFFIX(const CODE *codes, CODE low, CODE span) {               \
    uint64_t word = 0;                                                                               \
    for (int part = 0; part < 64 / LANES; part++) {                                                  \
      VECTOR lanes;                                                                                  \
      memcpy(&lanes, codes + part * LANES, sizeof lanes);                                            \
      BITS inside = __builtin_convertvector((VECTOR)(lanes - low) <= (VECTOR)(span), BITS);          \
      PACKED packed;                                                                                 \
      memcpy(&packed, &inside, sizeof packed);                                                       \
      word |= (uint64_t)packed << (part * LANES & 63);                                               \
    }                                                                                                \
    return word;                                                                                     \
  }                                                                                                  \
  CK_CLONES void ck_range_##SUFFIX(                                                                  \
      const CODE *codes, size_t rows, CODE low, CODE span, uint64_t *mask, int joins) {              \
    size_t words = rows / 64;                                                                        \
    if (joins) {                                                                                     \
      for (size_t word = 0; word < words; word++)                                                    \
        if (mask[word]) mask[word] &= range_word_##SUFFIX(codes + word * 64, low, span);             \
    } else {                                                                                         \
      for (size_t word = 0; word < words; word++)                                                    \
        mask[word] = range_word_##SUFFIX(codes + word * 64, low, span);                              \
    }                                                                                                \
    if (rows & 63) {                                                                                 \
      CODE rest[64] = {0};                                                                           \
      memcpy(rest, codes + words * 64, (rows & 63) * sizeof(CODE));                                  \
      uint64_t last = range_word_##SUFFIX(rest, low, span) & tail_of(rows);                          \
      mask[words] = joins ? mask[words] & last : last;                                               \
    }                                                                                                \
  }

CK_RANGE(u8, uint8_t, bytes64, 64, bits64, uint64_t)
CK_RANGE(u16, uint16_t, halves32, 32, bits32, uint32_t)
CK_RANGE(u32, uint32_t, words16, 16, bits16, uint16_t)
CK_RANGE(u64, uint64_t, doubles8, 8, bits8, uint8_t)

// Lanes are added before they are widened as far as they cannot overflow: 64 codes in 64 bits.
#define CK_SUM(SUFFIX, CODE)                                                                         \
  CK_CLONES uint64_t ck_sum_##SUFFIX(const CODE *codes, size_t rows, const uint64_t *mask) {         \
    uint64_t total = 0;                                                                              \
    if (!mask) {                                                                                     \
      for (size_t row = 0; row < rows; row++) total += codes[row];                                   \
      return total;                                                                                  \
    }                                                                                                \
    doubles8 lanes = 0;                                                                              \
    size_t words = rows / 64;                                                                        \
    for (size_t word = 0; word < words; word++) {                                                    \
      uint64_t bits = mask[word];                                                                    \
      if (!bits) continue;                                                                           \
      const CODE *part = codes + word * 64;                                                          \
      for (int step = 0; step < 8; step++) {                                                         \
        uint32_t chosen = (uint32_t)(bits >> (step * 8));                                            \
        doubles8 wide;                                                                               \
        for (int lane = 0; lane < 8; lane++)                                                         \
          wide[lane] = part[step * 8 + lane] & (CODE) - (CODE)(chosen >> lane & 1);                  \
        lanes += wide;                                                                               \
      }                                                                                              \
    }                                                                                                \
    for (int lane = 0; lane < 8; lane++) total += lanes[lane];                                       \
    for (size_t row = words * 64; row < rows; row++)                                                 \
      if (mask[words] >> (row & 63) & 1) total += codes[row];                                        \
    return total;                                                                                    \
  }                                                                                                  \
  CK_CLONES uint64_t ck_most_##SUFFIX(                                                               \
      const CODE *codes, size_t rows, const uint64_t *mask, CODE flip) {                             \
    CODE most = 0;                                                                                   \
    if (!mask) {                                                                                     \
      for (size_t row = 0; row < rows; row++) {                                                      \
        CODE code = codes[row] ^ flip;                                                               \
        most = code > most ? code : most;                                                            \
      }                                                                                              \
      return rows ? (uint64_t)most + 1 : 0;                                                          \
    }                                                                                                \
    uint64_t any = 0;                                                                                \
    for (size_t start = 0; start < rows; start += 64) {                                              \
      uint64_t bits = mask[start / 64];                                                              \
      any |= bits;                                                                                   \
      if (!bits) continue;                                                                           \
      size_t length = rows - start < 64 ? rows - start : 64;                                         \
      for (size_t row = 0; row < length; row++) {                                                    \
        CODE code = (codes[start + row] ^ flip) & (CODE) - (CODE)(bits >> row & 1);                  \
        most = code > most ? code : most;                                                            \
      }                                                                                              \
    }                                                                                                \
    return any ? (uint64_t)most + 1 : 0;                                                             \
  }

CK_SUM(u8, uint8_t)
CK_SUM(u16, uint16_t)
CK_SUM(u32, uint32_t)

CK_CLONES uint64_t ck_count(const uint64_t *mask, size_t words) {
  uint64_t total = 0;
  for (size_t word = 0; word < words; word++) total += (uint64_t)__builtin_popcountll(mask[word]);
  return total;
}

CK_CLONES void ck_widen_u8(const uint8_t *codes, size_t rows, uint32_t *out) {
  for (size_t row = 0; row < rows; row++) out[row] = codes[row];
}

CK_CLONES void ck_widen_u16(const uint16_t *codes, size_t rows, uint32_t *out) {
  for (size_t row = 0; row < rows; row++) out[row] = codes[row];
}

CK_CLONES void ck_widen_bits(const uint64_t *mask, size_t rows, uint32_t *out) {
  for (size_t start = 0; start < rows; start += 64) {
    uint64_t bits = mask[start / 64];
    size_t length = rows - start < 64 ? rows - start : 64;
    for (size_t row = 0; row < length; row++) out[start + row] = (uint32_t)(bits >> row & 1);
  }
}

CK_CLONES void ck_divide(
    const uint32_t *codes, size_t rows, uint32_t offset, double reciprocal, uint32_t *out) {
  for (size_t row = 0; row < rows; row++)
    out[row] = (uint32_t)((double)(codes[row] + offset) * reciprocal);
}

// Loads of single elements are faster than gathers on common processors.
void ck_look_up(const uint32_t *places, size_t rows, const uint32_t *table, uint32_t *out) {
#pragma clang loop vectorize(disable) unroll_count(4)
  for (size_t row = 0; row < rows; row++) out[row] = table[places[row]];
}

CK_CLONES void ck_nest(uint32_t *ids, size_t rows, uint32_t width, const uint32_t *places) {
  for (size_t row = 0; row < rows; row++) ids[row] = ids[row] * width + places[row];
}

CK_CLONES void ck_replace(uint32_t *values, size_t rows, const uint64_t *mask, uint32_t value) {
  for (size_t start = 0; start < rows; start += 64) {
    uint64_t bits = mask[start / 64];
    size_t length = rows - start < 64 ? rows - start : 64;
    if (bits == ~0ull) continue;
    for (size_t row = 0; row < length; row++) {
      uint32_t keep = (uint32_t) - (int32_t)(bits >> row & 1);
      values[start + row] = (values[start + row] & keep) | (value & ~keep);
    }
  }
}
