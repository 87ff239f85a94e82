#include "value_kernels.h"

#include <string.h>

#include "dispatch.h"

#define CK_VALUES(BITS)                                                                            \
  CK_CLONES size_t ck_fill_nulls##BITS(int##BITS##_t *values, const uint8_t *nulls, size_t count) { \
    size_t empty = 0;                                                                              \
    for (size_t row = 0; row < count; row++) empty += nulls[row];                                  \
    if (empty == 0 || empty == count) return empty;                                                \
    size_t first = 0;                                                                              \
    while (nulls[first] != 0) first++;                                                             \
    int##BITS##_t fill = values[first];                                                            \
    for (size_t row = 0; row < count; row++) values[row] = nulls[row] != 0 ? fill : values[row];   \
    return empty;                                                                                  \
  }                                                                                                \
  CK_CLONES void ck_extent##BITS(const int##BITS##_t *values, size_t count, int64_t *low,          \
                                 int64_t *high) {                                                  \
    int##BITS##_t smallest = values[0], largest = values[0];                                       \
    for (size_t row = 0; row < count; row++) {                                                     \
      smallest = values[row] < smallest ? values[row] : smallest;                                  \
      largest = values[row] > largest ? values[row] : largest;                                     \
    }                                                                                              \
    *low = smallest;                                                                               \
    *high = largest;                                                                               \
  }

CK_VALUES(32)
CK_VALUES(64)

/// The inverse of an odd number modulo 2^64, by Newton's iteration.
static uint64_t ck_inverse(uint64_t odd) {
  uint64_t inverse = odd * 3 ^ 2;
  for (int round = 0; round < 4; round++) inverse *= 2 - odd * inverse;
  return inverse;
}

static uint64_t ck_gcd(uint64_t left, uint64_t right) {
  while (right != 0) {
    uint64_t rest = left % right;
    left = right;
    right = rest;
  }
  return left;
}

// A number is a multiple of odd * 2^k when its low k bits are 0 and the rest times the inverse of `odd` does not
// exceed the largest quotient; this needs no division, and the loop over a run vectorises.
#define CK_STEP(BITS)                                                                              \
  CK_CLONES static int ck_divides##BITS(const int##BITS##_t *values, size_t count,                 \
                                        uint##BITS##_t low, uint##BITS##_t inverse, unsigned shift, \
                                        uint##BITS##_t largest) {                                  \
    uint##BITS##_t bad = 0;                                                                        \
    uint##BITS##_t ones = (uint##BITS##_t)(((uint##BITS##_t)1 << shift) - 1);                      \
    for (size_t row = 0; row < count; row++) {                                                     \
      uint##BITS##_t apart = (uint##BITS##_t)values[row] - low;                                    \
      uint##BITS##_t quotient = (uint##BITS##_t)((apart >> shift) * inverse);                      \
      bad |= (uint##BITS##_t)((quotient > largest) | ((apart & ones) != 0));                       \
    }                                                                                              \
    return bad == 0;                                                                               \
  }                                                                                                \
  uint64_t ck_step##BITS(const int##BITS##_t *values, size_t count, int64_t low, uint64_t step) {  \
    uint##BITS##_t base = (uint##BITS##_t)low;                                                     \
    size_t row = 0;                                                                                \
    while (row < count && step != 1) {                                                             \
      size_t run = count - row < 256 ? count - row : 256;                                          \
      if (step > 1 && step <= (uint##BITS##_t)-1) {                                                \
        unsigned shift = (unsigned)__builtin_ctzll(step);                                          \
        uint64_t odd = step >> shift;                                                              \
        if (ck_divides##BITS(values + row, run, base, (uint##BITS##_t)ck_inverse(odd), shift,      \
                             (uint##BITS##_t)((uint##BITS##_t)-1 / odd))) {                        \
          row += run;                                                                              \
          continue;                                                                                \
        }                                                                                          \
      }                                                                                            \
      for (size_t index = row; index < row + run && step != 1; index++) {                          \
        uint##BITS##_t apart = (uint##BITS##_t)values[index] - base;                               \
        if (step == 0 || apart % step != 0) step = ck_gcd(step, apart);                            \
      }                                                                                            \
      row += run;                                                                                  \
    }                                                                                              \
    return step;                                                                                   \
  }                                                                                                \
  CK_CLONES void ck_pack##BITS(const int##BITS##_t *values, size_t count, int64_t base,            \
                               uint64_t step, void *codes, unsigned width) {                       \
    uint##BITS##_t low = (uint##BITS##_t)base;                                                     \
    unsigned shift = (unsigned)__builtin_ctzll(step);                                              \
    uint##BITS##_t inverse = (uint##BITS##_t)ck_inverse(step >> shift);                            \
    if (width == 1) {                                                                              \
      uint8_t *out = codes;                                                                        \
      for (size_t row = 0; row < count; row++)                                                     \
        out[row] = (uint8_t)((((uint##BITS##_t)values[row] - low) >> shift) * inverse);            \
    } else if (width == 2) {                                                                       \
      uint16_t *out = codes;                                                                       \
      for (size_t row = 0; row < count; row++)                                                     \
        out[row] = (uint16_t)((((uint##BITS##_t)values[row] - low) >> shift) * inverse);           \
    } else if (width == 4) {                                                                       \
      uint32_t *out = codes;                                                                       \
      for (size_t row = 0; row < count; row++)                                                     \
        out[row] = (uint32_t)((((uint##BITS##_t)values[row] - low) >> shift) * inverse);           \
    } else {                                                                                       \
      uint64_t *out = codes;                                                                       \
      for (size_t row = 0; row < count; row++)                                                     \
        out[row] = (uint64_t)((((uint##BITS##_t)values[row] - low) >> shift) * inverse);           \
    }                                                                                              \
  }

CK_STEP(32)
CK_STEP(64)

#define CK_RECODE_LOOP(IN, OUT)                                                                    \
  {                                                                                                \
    const IN *from = codes;                                                                        \
    OUT *to = out;                                                                                 \
    if (factor == 1) {                                                                             \
      for (size_t row = 0; row < count; row++) to[row] = (OUT)((OUT)from[row] + (OUT)offset);      \
    } else {                                                                                       \
      for (size_t row = 0; row < count; row++)                                                     \
        to[row] = (OUT)((OUT)from[row] * (OUT)factor + (OUT)offset);                               \
    }                                                                                              \
  }
#define CK_RECODE_IN(OUT)                                                                          \
  if (width == 1) CK_RECODE_LOOP(uint8_t, OUT)                                                     \
  else if (width == 2) CK_RECODE_LOOP(uint16_t, OUT)                                               \
  else if (width == 4) CK_RECODE_LOOP(uint32_t, OUT)                                               \
  else CK_RECODE_LOOP(uint64_t, OUT)

CK_CLONES void ck_recode(const void *codes, unsigned width, size_t count, uint64_t factor,
                         uint64_t offset, void *out, unsigned out_width) {
  if (out_width == 1) {
    CK_RECODE_IN(uint8_t)
  } else if (out_width == 2) {
    CK_RECODE_IN(uint16_t)
  } else if (out_width == 4) {
    CK_RECODE_IN(uint32_t)
  } else {
    CK_RECODE_IN(uint64_t)
  }
}

#define CK_MAP_LOOP(IN, OUT)                                                                       \
  {                                                                                                \
    const IN *from = codes;                                                                        \
    OUT *to = out;                                                                                 \
    for (size_t row = 0; row < count; row++)                                                       \
      to[row] = from[row] < map_count ? (OUT)map[from[row]] : 0;                                   \
  }
#define CK_MAP_IN(OUT)                                                                             \
  if (width == 1) CK_MAP_LOOP(uint8_t, OUT)                                                        \
  else if (width == 2) CK_MAP_LOOP(uint16_t, OUT)                                                  \
  else CK_MAP_LOOP(uint32_t, OUT)

void ck_map_codes(const void *codes, unsigned width, size_t count, const uint32_t *map,
                  size_t map_count, void *out, unsigned out_width) {
  if (out_width == 1) {
    CK_MAP_IN(uint8_t)
  } else if (out_width == 2) {
    CK_MAP_IN(uint16_t)
  } else {
    CK_MAP_IN(uint32_t)
  }
}

void ck_clear_rows(void *codes, unsigned width, const uint64_t *words, size_t bit, size_t count) {
  size_t row = 0;
  while (row < count) {
    size_t place = bit + row;
    size_t run = 64 - (place & 63);
    if (run > count - row) run = count - row;
    uint64_t bits = words[place >> 6] >> (place & 63);
    if (run < 64) bits &= (1ull << run) - 1;
    while (bits != 0) {
      size_t at = row + (size_t)__builtin_ctzll(bits);
      bits &= bits - 1;
      if (width == 1) ((uint8_t *)codes)[at] = 0;
      else if (width == 2) ((uint16_t *)codes)[at] = 0;
      else if (width == 4) ((uint32_t *)codes)[at] = 0;
      else ((uint64_t *)codes)[at] = 0;
    }
    row += run;
  }
}

#define CK_EXTENT_LOOP(TYPE)                                                                       \
  {                                                                                                \
    const TYPE *from = codes;                                                                      \
    TYPE smallest = (TYPE)-1, largest = 0;                                                         \
    if (words == NULL) {                                                                           \
      for (size_t row = 0; row < count; row++) {                                                   \
        smallest = from[row] < smallest ? from[row] : smallest;                                    \
        largest = from[row] > largest ? from[row] : largest;                                       \
      }                                                                                            \
      if (count == 0) return;                                                                      \
    } else {                                                                                       \
      size_t seen = 0;                                                                             \
      for (size_t row = 0; row < count;) {                                                         \
        size_t place = bit + row;                                                                  \
        size_t run = 64 - (place & 63);                                                            \
        if (run > count - row) run = count - row;                                                  \
        uint64_t nulls = words[place >> 6] >> (place & 63);                                        \
        if (run < 64) nulls &= (1ull << run) - 1;                                                  \
        seen += run - (size_t)__builtin_popcountll(nulls);                                         \
        for (size_t index = 0; index < run; index++) {                                             \
          TYPE hidden = (TYPE)(0 - (TYPE)((nulls >> index) & 1));                                  \
          TYPE low_code = (TYPE)(from[row + index] | hidden);                                      \
          TYPE high_code = (TYPE)(from[row + index] & (TYPE)~hidden);                              \
          smallest = low_code < smallest ? low_code : smallest;                                    \
          largest = high_code > largest ? high_code : largest;                                     \
        }                                                                                          \
        row += run;                                                                                \
      }                                                                                            \
      if (seen == 0) return;                                                                       \
    }                                                                                              \
    *low = smallest < *low ? smallest : *low;                                                      \
    *high = largest > *high ? largest : *high;                                                     \
  }

CK_CLONES void ck_code_extent(const void *codes, unsigned width, const uint64_t *words, size_t bit,
                              size_t count, uint64_t *low, uint64_t *high) {
  if (width == 1) CK_EXTENT_LOOP(uint8_t)
  else if (width == 2) CK_EXTENT_LOOP(uint16_t)
  else if (width == 4) CK_EXTENT_LOOP(uint32_t)
  else CK_EXTENT_LOOP(uint64_t)
}

CK_CLONES void ck_collect_bits(const uint8_t *bytes, size_t count, uint64_t *words, size_t bit) {
  size_t row = 0;
  while (row < count) {
    size_t place = bit + row;
    size_t run = 64 - (place & 63);
    if (run > count - row) run = count - row;
    uint64_t bits = 0;
    for (size_t index = 0; index < run; index++) {
      bits |= (uint64_t)(bytes[row + index] != 0) << index;
    }
    words[place >> 6] |= bits << (place & 63);
    row += run;
  }
}

CK_CLONES void ck_spread_bits(const uint64_t *words, size_t bit, size_t count, uint8_t *bytes) {
  for (size_t row = 0; row < count; row++) {
    size_t place = bit + row;
    bytes[row] = (uint8_t)((words[place >> 6] >> (place & 63)) & 1);
  }
}

static inline uint64_t ck_word_at(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, 8);
  return word;
}

/// Both halves of the 128-bit product, so that every bit of either factor reaches the result.
static inline uint64_t ck_mix(uint64_t left, uint64_t right) {
  unsigned __int128 product = (unsigned __int128)left * right;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

void ck_content_digest(const uint8_t *bytes, size_t count, uint64_t digest[2]) {
  static const uint64_t keys[8] = {0xA0761D6478BD642Full, 0xE7037ED1A0B428DBull, 0x8EBC6AF09C88C6E3ull,
                                   0x589965CC75374CC3ull, 0x1D8E4E27C47D124Full, 0xEB44ACCAB455D165ull,
                                   0x9E3779B97F4A7C15ull, 0xC2B2AE3D27D4EB4Full};
  // Four lanes of 16 bytes, each folded with what came before it.
  uint64_t lanes[4] = {keys[0], keys[1], keys[2], keys[3]};
  uint64_t sums[4] = {keys[4], keys[5], keys[6], keys[7]};
  size_t place = 0;
  for (; place + 64 <= count; place += 64) {
    for (int lane = 0; lane < 4; lane++) {
      uint64_t first = ck_word_at(bytes + place + lane * 16);
      uint64_t second = ck_word_at(bytes + place + lane * 16 + 8);
      lanes[lane] = ck_mix(first ^ keys[lane], second ^ lanes[lane]);
      // The sum keeps what a product with 0 would lose.
      sums[lane] = (sums[lane] << 29 | sums[lane] >> 35) + (first ^ (second * keys[lane + 4]));
    }
  }
  uint8_t tail[64] = {0};
  memcpy(tail, bytes + place, count - place);
  for (int lane = 0; lane < 4; lane++) {
    uint64_t first = ck_word_at(tail + lane * 16), second = ck_word_at(tail + lane * 16 + 8);
    lanes[lane] = ck_mix(first ^ keys[lane], second ^ lanes[lane]);
    sums[lane] = (sums[lane] << 29 | sums[lane] >> 35) + (first ^ (second * keys[lane + 4]));
  }
  uint64_t left = count * keys[0], right = count ^ keys[1];
  for (int lane = 0; lane < 4; lane++) {
    left = ck_mix(left ^ lanes[lane], sums[lane] ^ keys[lane]);
    right = ck_mix(right ^ sums[lane], lanes[lane] ^ keys[lane + 4]) + left;
  }
  digest[0] = ck_mix(left ^ keys[2], keys[3]);
  digest[1] = ck_mix(right ^ keys[5], keys[6]) ^ left;
}
