/// Aggregates by group: each group has a record of 64-bit slots, and each row the number of its group.
#ifndef CCLAIMS_GROUP_KERNELS_H
#define CCLAIMS_GROUP_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/// Adds 1 to slot 0 of each row's record, and the codes of each column to the slots that follow.
///
/// - `records`: `replicas` copies of all records, `span` slots apart; rows take turns with them, so
///   that rows of one group do not wait for each other.
/// - `stride`: the slots of a record; `columns` at most 7.
/// - `counts`: whether slot 0 counts rows; otherwise the columns begin in it.
/// - `fetches`: whether records are fetched ahead, for more of them than caches hold.
void ck_add_records(
    uint64_t *records, size_t span, size_t replicas, size_t stride, const uint32_t *ids, size_t rows,
    const uint32_t *const *columns, size_t count, int counts, int fetches);

/// Raises a slot of each row's record to `(code ^ flip) + 1`.
void ck_most_records(
    uint64_t *slots, size_t stride, const uint32_t *ids, size_t rows, const uint32_t *codes,
    uint32_t flip);

/// Sets bit `code` of each row's group, which has `width` words.
void ck_set_bits(
    uint64_t *bits, size_t width, const uint32_t *ids, size_t rows, const uint32_t *codes);
/// The same for one group.
void ck_set_bits_of_one(uint64_t *bits, size_t rows, const uint32_t *codes);

/// `into |= from`.
void ck_join_bits(uint64_t *into, const uint64_t *from, size_t words);

#endif
