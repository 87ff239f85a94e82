/// Filters, loads and sums over codes of 8, 16, 32 and 64 bits.
///
/// A mask has one bit for each row, row 0 in the lowest bit of word 0; bits past the last row are 0.
#ifndef CCLAIMS_SCAN_KERNELS_H
#define CCLAIMS_SCAN_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/// Marks the rows whose code lies in `low ... low + span`; with `joins` only rows that are marked
/// already stay marked, and words without any are not looked at.
void ck_range_u8(const uint8_t *codes, size_t rows, uint8_t low, uint8_t span, uint64_t *mask, int joins);
void ck_range_u16(const uint16_t *codes, size_t rows, uint16_t low, uint16_t span, uint64_t *mask, int joins);
void ck_range_u32(const uint32_t *codes, size_t rows, uint32_t low, uint32_t span, uint64_t *mask, int joins);
void ck_range_u64(const uint64_t *codes, size_t rows, uint64_t low, uint64_t span, uint64_t *mask, int joins);

/// Adds the codes of the marked rows; all rows without a mask.
uint64_t ck_sum_u8(const uint8_t *codes, size_t rows, const uint64_t *mask);
uint64_t ck_sum_u16(const uint16_t *codes, size_t rows, const uint64_t *mask);
uint64_t ck_sum_u32(const uint32_t *codes, size_t rows, const uint64_t *mask);

/// The largest of `(code ^ flip) + 1` over the marked rows, 0 for none; all rows without a mask.
uint64_t ck_most_u8(const uint8_t *codes, size_t rows, const uint64_t *mask, uint8_t flip);
uint64_t ck_most_u16(const uint16_t *codes, size_t rows, const uint64_t *mask, uint16_t flip);
uint64_t ck_most_u32(const uint32_t *codes, size_t rows, const uint64_t *mask, uint32_t flip);

/// Counts the marked rows.
uint64_t ck_count(const uint64_t *mask, size_t words);

/// Widens codes to 32 bits.
void ck_widen_u8(const uint8_t *codes, size_t rows, uint32_t *out);
void ck_widen_u16(const uint16_t *codes, size_t rows, uint32_t *out);
/// Spreads bits to 0 and 1.
void ck_widen_bits(const uint64_t *mask, size_t rows, uint32_t *out);

/// Writes the codes of the marked rows one after the other, widened to 32 bits, and says how many.
///
/// `out` has room for all rows and 16 more.
size_t ck_pack_u8(const uint8_t *codes, const uint64_t *mask, size_t rows, uint32_t *out);
size_t ck_pack_u16(const uint16_t *codes, const uint64_t *mask, size_t rows, uint32_t *out);
size_t ck_pack_u32(const uint32_t *codes, const uint64_t *mask, size_t rows, uint32_t *out);
/// Writes the numbers of the marked rows, counted from `first`.
size_t ck_pack_rows(const uint64_t *mask, size_t rows, uint32_t first, uint32_t *out);
/// Writes the bits of the marked rows one after the other; `out` has a word more than all rows need.
void ck_pack_bits(const uint64_t *bits, const uint64_t *mask, size_t rows, uint64_t *out);
/// Loads the codes of listed rows.
void ck_gather_u8(const uint8_t *codes, const uint32_t *rows, size_t count, uint32_t *out);
void ck_gather_u16(const uint16_t *codes, const uint32_t *rows, size_t count, uint32_t *out);
void ck_gather_u32(const uint32_t *codes, const uint32_t *rows, size_t count, uint32_t *out);
/// Loads the bits of listed rows into a mask of `count` rows.
void ck_gather_bits(const uint64_t *mask, const uint32_t *rows, size_t count, uint64_t *out);
/// Whether two masks have a row in common.
int ck_meets(const uint64_t *one, const uint64_t *other, size_t words);

/// `out = (code + offset) / divisor`, with `reciprocal` the next double above 1 / divisor; the sum
/// fits in 32 bits.
void ck_divide(const uint32_t *codes, size_t rows, uint32_t offset, double reciprocal, uint32_t *out);
/// `out = table[place]`.
void ck_look_up(const uint32_t *places, size_t rows, const uint32_t *table, uint32_t *out);
/// `ids = ids × width + place`.
void ck_nest(uint32_t *ids, size_t rows, uint32_t width, const uint32_t *places);
/// `values = value` where the mask has no bit.
void ck_replace(uint32_t *values, size_t rows, const uint64_t *mask, uint32_t value);

#endif
