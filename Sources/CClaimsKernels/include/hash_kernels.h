/// A table that gives equal keys of 64-bit words the same number.
#ifndef CCLAIMS_HASH_KERNELS_H
#define CCLAIMS_HASH_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/// Mixes a column's words into hashes.
void ck_mix_hashes(uint64_t *hashes, const int64_t *words, size_t rows);

/// Finds or adds the keys of rows, in the order of the rows.
///
/// - `slots`: `mask + 1` of them, a power of two, each a number or all ones when empty.
/// - `known`: the hash of each number; `keys`: its words, `width` of them; room for `rows` more.
/// - `count`: the numbers so far, raised by what is added.
/// - `columns`: `width` columns of `rows` words, one after the other; `hashes`: the hash of each row.
///
/// Returns how many rows were done: fewer than `rows` when more than half of the slots are taken.
size_t ck_find_keys(
    uint32_t *slots, size_t mask, uint64_t *known, int64_t *keys, size_t width, size_t *count,
    const int64_t *columns, const uint64_t *hashes, size_t first, size_t rows, int32_t *numbers);

/// Puts every number into empty slots.
void ck_place_keys(uint32_t *slots, size_t mask, const uint64_t *known, size_t count);

#endif
