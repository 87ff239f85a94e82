/// Codes by group, and codes at ranks.
#ifndef CCLAIMS_RANK_KERNELS_H
#define CCLAIMS_RANK_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/// Counts the rows of each group; numbers of `groups` and above count as `groups`.
void ck_count_groups(const uint32_t *ids, size_t rows, uint32_t groups, long *counts);
/// Writes each code to its group's cursor and moves that on.
void ck_scatter_groups(
    const uint32_t *ids, const uint32_t *codes, size_t rows, uint32_t groups, long *cursors,
    uint32_t *out);

enum { CK_MOST_RANKS = 128 };

/// Finds the codes at up to `CK_MOST_RANKS` ascending ranks, rank 0 being the least code.
///
/// `codes` hold anything afterwards; `spare` has room for `rows` codes.
void ck_ranks(
    uint32_t *codes, size_t rows, const uint64_t *ranks, size_t count, uint32_t *found,
    uint32_t *spare);

#endif
