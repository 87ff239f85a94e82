#include "scan_kernels.h"

#include "dispatch.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define CK_WIDE __attribute__((target("avx512f,avx512bw,avx512vl,bmi2,popcnt")))
static int has_wide(void) {
  static int known = -1;
  if (known < 0) known = __builtin_cpu_supports("x86-64-v4") ? 1 : 0;
  return known;
}
#endif

// One row after the other, for processors without an instruction that packs.
#define CK_PACK_PLAIN(SUFFIX, CODE)                                                                  \
  static size_t pack_plain_##SUFFIX(                                                                 \
      const CODE *codes, const uint64_t *mask, size_t rows, uint32_t *out) {                         \
    size_t count = 0;                                                                                \
    for (size_t word = 0; word < (rows + 63) / 64; word++) {                                         \
      const CODE *part = codes + word * 64;                                                          \
      for (uint64_t bits = mask[word]; bits; bits &= bits - 1)                                       \
        out[count++] = part[__builtin_ctzll(bits)];                                                  \
    }                                                                                                \
    return count;                                                                                    \
  }

CK_PACK_PLAIN(u8, uint8_t)
CK_PACK_PLAIN(u16, uint16_t)
CK_PACK_PLAIN(u32, uint32_t)

// Sixteen rows at a time: packed in a register, stored whole, and the next store begins behind the
// rows that count.
#if defined(__x86_64__)
#define CK_PACK_WIDE(SUFFIX, CODE, LOAD)                                                             \
  CK_WIDE static size_t pack_wide_##SUFFIX(                                                          \
      const CODE *codes, const uint64_t *mask, size_t rows, uint32_t *out) {                         \
    size_t count = 0, words = rows / 64;                                                             \
    for (size_t word = 0; word < words; word++) {                                                    \
      uint64_t bits = mask[word];                                                                    \
      if (!bits) continue;                                                                           \
      const CODE *part = codes + word * 64;                                                          \
      for (int step = 0; step < 4; step++) {                                                         \
        __mmask16 chosen = (__mmask16)(bits >> (step * 16));                                         \
        __m512i lanes = LOAD(part + step * 16);                                                      \
        _mm512_storeu_si512(out + count, _mm512_maskz_compress_epi32(chosen, lanes));                \
        count += (size_t)_mm_popcnt_u32(chosen);                                                     \
      }                                                                                              \
    }                                                                                                \
    if (rows & 63) count += pack_plain_##SUFFIX(codes + words * 64, mask + words, rows & 63, out + count); \
    return count;                                                                                    \
  }                                                                                                  \
  size_t ck_pack_##SUFFIX(const CODE *codes, const uint64_t *mask, size_t rows, uint32_t *out) {     \
    return has_wide() ? pack_wide_##SUFFIX(codes, mask, rows, out)                                   \
                      : pack_plain_##SUFFIX(codes, mask, rows, out);                                 \
  }
#define CK_LOAD_U8(PLACE) _mm512_cvtepu8_epi32(_mm_loadu_si128((const void *)(PLACE)))
#define CK_LOAD_U16(PLACE) _mm512_cvtepu16_epi32(_mm256_loadu_si256((const void *)(PLACE)))
#define CK_LOAD_U32(PLACE) _mm512_loadu_si512(PLACE)
CK_PACK_WIDE(u8, uint8_t, CK_LOAD_U8)
CK_PACK_WIDE(u16, uint16_t, CK_LOAD_U16)
CK_PACK_WIDE(u32, uint32_t, CK_LOAD_U32)
#else
#define CK_PACK(SUFFIX, CODE)                                                                        \
  size_t ck_pack_##SUFFIX(const CODE *codes, const uint64_t *mask, size_t rows, uint32_t *out) {     \
    return pack_plain_##SUFFIX(codes, mask, rows, out);                                              \
  }
CK_PACK(u8, uint8_t)
CK_PACK(u16, uint16_t)
CK_PACK(u32, uint32_t)
#endif

size_t ck_pack_rows(const uint64_t *mask, size_t rows, uint32_t first, uint32_t *out) {
  size_t count = 0;
  for (size_t word = 0; word < (rows + 63) / 64; word++) {
    uint32_t start = first + (uint32_t)(word * 64);
    for (uint64_t bits = mask[word]; bits; bits &= bits - 1)
      out[count++] = start + (uint32_t)__builtin_ctzll(bits);
  }
  return count;
}

void ck_pack_bits(const uint64_t *bits, const uint64_t *mask, size_t rows, uint64_t *out) {
  size_t count = 0;
  out[0] = 0;
  for (size_t word = 0; word < (rows + 63) / 64; word++) {
    uint64_t source = bits[word];
    for (uint64_t rest = mask[word]; rest; rest &= rest - 1) {
      if ((count & 63) == 0) out[count / 64] = 0;
      out[count / 64] |= (source >> __builtin_ctzll(rest) & 1) << (count & 63);
      count++;
    }
  }
}

#define CK_GATHER(SUFFIX, CODE)                                                                      \
  void ck_gather_##SUFFIX(const CODE *codes, const uint32_t *rows, size_t count, uint32_t *out) {    \
    for (size_t place = 0; place < count; place++) out[place] = codes[rows[place]];                  \
  }

CK_GATHER(u8, uint8_t)
CK_GATHER(u16, uint16_t)
CK_GATHER(u32, uint32_t)

void ck_gather_bits(const uint64_t *mask, const uint32_t *rows, size_t count, uint64_t *out) {
  for (size_t start = 0; start < count; start += 64) {
    size_t length = count - start < 64 ? count - start : 64;
    uint64_t word = 0;
    for (size_t place = 0; place < length; place++) {
      uint32_t row = rows[start + place];
      word |= (mask[row >> 6] >> (row & 63) & 1) << place;
    }
    out[start / 64] = word;
  }
}

CK_CLONES int ck_meets(const uint64_t *one, const uint64_t *other, size_t words) {
  uint64_t both = 0;
  for (size_t word = 0; word < words; word++) both |= one[word] & other[word];
  return both != 0;
}
