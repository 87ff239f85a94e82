/// Rows in the order of keys: elements of 128 bits, the keys' codes above the row's number.
#ifndef CCLAIMS_ORDER_KERNELS_H
#define CCLAIMS_ORDER_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/// An element, its high and low half.
typedef struct {
  uint64_t low;
  uint64_t high;
} ck_element;

/// Appends `bits` bits to each element: the code, or with `flip` not 0 `flip - code`, plus `lift`.
void ck_append_codes(
    ck_element *elements, size_t rows, const uint32_t *codes, int bits, uint32_t flip, uint32_t lift);
/// Appends 32 bits with the row's number: `first + row`, or `first + rows[row]` with a list.
void ck_append_rows(ck_element *elements, size_t count, const uint32_t *rows, uint32_t first);

/// Counts elements by the `digits` bits above `shift`.
void ck_count_digits(
    const ck_element *elements, size_t rows, int shift, int digits, uint32_t *counts);
/// Writes each element to its digit's cursor and moves that on.
void ck_scatter_digits(
    const ck_element *elements, size_t rows, int shift, int digits, uint32_t *cursors, ck_element *out);

/// Sorts elements that differ only in their lowest `bits` bits; `spare` has room for all.
void ck_sort_elements(ck_element *elements, size_t count, int bits, ck_element *spare);

/// Takes the row numbers out of sorted elements, and 1 for each whose bits above `shift` differ from
/// those of the element before it; the first gets `starts`.
void ck_rows_of_elements(
    const ck_element *elements, size_t count, int shift, uint8_t starts, uint32_t *rows,
    uint8_t *first);

#endif
