/// Sums, filters and groups over codes of 8, 16 and 32 bits.
#ifndef CCLAIMS_SCAN_KERNELS_H
#define CCLAIMS_SCAN_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/// Adds `count` codes of 32 bits.
uint64_t ck_sum_u32(const uint32_t *codes, size_t count);

#endif
