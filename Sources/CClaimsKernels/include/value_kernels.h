/// Turns values into narrow codes and joins codes of parts into a column.
///
/// A width is the number of bytes of a code: 1, 2, 4 or 8.
#ifndef CCLAIMS_VALUE_KERNELS_H
#define CCLAIMS_VALUE_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/// Gives null rows the value of the first row that is not null, so that they widen nothing.
///
/// - Returns: how many rows are null; when that is all of them, `values` stay.
size_t ck_fill_nulls32(int32_t *values, const uint8_t *nulls, size_t count);
size_t ck_fill_nulls64(int64_t *values, const uint8_t *nulls, size_t count);

/// Finds the smallest and the largest of at least one value.
void ck_extent32(const int32_t *values, size_t count, int64_t *low, int64_t *high);
void ck_extent64(const int64_t *values, size_t count, int64_t *low, int64_t *high);

/// The greatest common divisor of `step` and all distances from `low`, the smallest value; 0 when all are equal
/// and `step` is 0.
uint64_t ck_step32(const int32_t *values, size_t count, int64_t low, uint64_t step);
uint64_t ck_step64(const int64_t *values, size_t count, int64_t low, uint64_t step);

/// Writes (value - base) / step, which has no remainder, as codes.
void ck_pack32(const int32_t *values, size_t count, int64_t base, uint64_t step, void *codes,
               unsigned width);
void ck_pack64(const int64_t *values, size_t count, int64_t base, uint64_t step, void *codes,
               unsigned width);

/// Writes code * factor + offset as codes of another width.
void ck_recode(const void *codes, unsigned width, size_t count, uint64_t factor, uint64_t offset,
               void *out, unsigned out_width);

/// Writes map[code], for codes below `map_count`; others become 0.
void ck_map_codes(const void *codes, unsigned width, size_t count, const uint32_t *map,
                  size_t map_count, void *out, unsigned out_width);

/// Sets code 0 in the rows whose bit is set, from bit `bit` of `words` on.
void ck_clear_rows(void *codes, unsigned width, const uint64_t *words, size_t bit, size_t count);

/// Adds the codes to the extent of those whose bit, from bit `bit` of `words` on, is clear; `words` may
/// be null.
void ck_code_extent(const void *codes, unsigned width, const uint64_t *words, size_t bit,
                    size_t count, uint64_t *low, uint64_t *high);

/// Sets bit `bit` + i of `words` for each byte i that is not 0; the bits are clear before.
void ck_collect_bits(const uint8_t *bytes, size_t count, uint64_t *words, size_t bit);

/// Writes one byte, 0 or 1, for each bit from `bit` on.
void ck_spread_bits(const uint64_t *words, size_t bit, size_t count, uint8_t *bytes);

/// Computes a 128-bit digest of bytes, equal on every processor; not cryptographic.
void ck_content_digest(const uint8_t *bytes, size_t count, uint64_t digest[2]);

#endif
