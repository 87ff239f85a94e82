#include "digest_kernels.h"

#include <string.h>

#include "dispatch.h"

// Eight lanes; four of these take a stripe of 256 bytes, whatever registers the processor has.
typedef uint64_t Lanes __attribute__((vector_size(64)));

enum { laneCount = 32, stripe = 256 };

static const uint64_t even = 0x9E3779B0u;
static const uint64_t other = 0x85EBCA76u;
static const uint64_t odd = 0x9E3779B97F4A7C15u;

// Each step is a bijection of the state for a fixed word, and of the word for a fixed state: xor,
// exchanging halves, and adding a multiple of the low half to the whole (the low half is then
// multiplied by an odd number). So one changed word always changes its lane.
static inline __attribute__((always_inline)) void mix(Lanes *state, const unsigned char *bytes) {
  Lanes words;
  memcpy(&words, bytes, sizeof words);
  Lanes x = *state ^ words;
  x += (x & 0xFFFFFFFFu) * even;
  x = x << 32 | x >> 32;
  *state = x + (x & 0xFFFFFFFFu) * other;
}

static inline uint64_t folded(uint64_t total, uint64_t word) {
  total = (total ^ word) * odd;
  return total ^ total >> 29;
}

CK_CLONES uint64_t ck_digest(const void *start, size_t count) {
  const unsigned char *bytes = start;
  Lanes a = {1, 2, 3, 4, 5, 6, 7, 8};
  Lanes b = a + 8, c = a + 16, d = a + 24;
  size_t place = 0;
  for (; place + stripe <= count; place += stripe) {
    mix(&a, bytes + place);
    mix(&b, bytes + place + 64);
    mix(&c, bytes + place + 128);
    mix(&d, bytes + place + 192);
  }
  if (place < count) {
    // A shorter end is read as if zeros followed; the count tells them from real ones.
    unsigned char end[stripe] = {0};
    memcpy(end, bytes + place, count - place);
    mix(&a, end);
    mix(&b, end + 64);
    mix(&c, end + 128);
    mix(&d, end + 192);
  }
  uint64_t lanes[laneCount];
  memcpy(lanes, &a, 64);
  memcpy(lanes + 8, &b, 64);
  memcpy(lanes + 16, &c, 64);
  memcpy(lanes + 24, &d, 64);
  uint64_t total = folded(0, count);
  for (int lane = 0; lane < laneCount; lane++) total = folded(total, lanes[lane]);
  return total;
}

int ck_order(const void *left, const void *right, size_t count) {
  return memcmp(left, right, count);
}

#define CK_RANGE(name, type, none)                                            \
  CK_CLONES void name(const type *codes, size_t count, uint64_t range[2]) {   \
    type low = none, high = 0;                                                \
    for (size_t index = 0; index < count; index++) {                          \
      low = codes[index] < low ? codes[index] : low;                          \
      high = codes[index] > high ? codes[index] : high;                       \
    }                                                                         \
    range[0] = count > 0 ? low : UINT64_MAX;                                  \
    range[1] = high;                                                          \
  }

CK_RANGE(ck_code_range_u8, uint8_t, UINT8_MAX)
CK_RANGE(ck_code_range_u16, uint16_t, UINT16_MAX)
CK_RANGE(ck_code_range_u32, uint32_t, UINT32_MAX)
CK_RANGE(ck_code_range_u64, uint64_t, UINT64_MAX)
