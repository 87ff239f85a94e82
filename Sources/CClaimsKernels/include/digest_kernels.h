/// Checksums and order of bytes, and the range of codes, near the speed of memory.
#ifndef CCLAIMS_DIGEST_KERNELS_H
#define CCLAIMS_DIGEST_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/// A 64-bit checksum of `count` bytes, read as little-endian words of 64 bits.
uint64_t ck_digest(const void *bytes, size_t count);

/// Orders two runs of `count` bytes: negative, zero or positive.
int ck_order(const void *left, const void *right, size_t count);

/// The smallest and the largest of `count` codes; `range` is all ones and zero for none.
void ck_code_range_u8(const uint8_t *codes, size_t count, uint64_t range[2]);
void ck_code_range_u16(const uint16_t *codes, size_t count, uint64_t range[2]);
void ck_code_range_u32(const uint32_t *codes, size_t count, uint64_t range[2]);
void ck_code_range_u64(const uint64_t *codes, size_t count, uint64_t range[2]);

#endif
