/// Cuts delimited text into records and reads columns of it, a batch of records at a time.
#ifndef CCLAIMS_CSV_KERNELS_H
#define CCLAIMS_CSV_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/// Bytes behind the text that every function here may read and ignores.
#define CK_CSV_PADDING 64
/// The most bytes of one batch, so that places fit in 31 bits.
#define CK_CSV_BATCH_BYTES (1u << 30)
/// Set in the end of a field whose content holds doubled quotes.
#define CK_CSV_DOUBLED (1u << 31)

/// What `ck_csv_index` found.
typedef struct {
  /// Complete records with the right number of fields, from the start of the text.
  uint32_t records;
  /// The bytes of these records, line breaks included.
  uint32_t bytes;
  /// Whether there may be quotes in them.
  uint32_t has_quotes;
  /// Whether there may be bytes in them that are NUL or not ASCII.
  uint32_t has_unusual;
} ck_csv_batch;

/// One field of every record of a batch.
typedef struct {
  const uint8_t *text;
  const uint32_t *starts;
  size_t start_stride;
  /// Added to each start: 1 when `starts` holds the separators before the fields.
  uint32_t start_offset;
  const uint32_t *ends;
  size_t end_stride;
  uint32_t records;
} ck_csv_column;

/// A known text of at most 16 bytes, padded with zeros.
typedef struct {
  uint64_t low;
  uint64_t high;
} ck_text_key;

/// Texts by their codes, and where to find them.
typedef struct {
  const ck_text_key *keys;
  /// One more than a place in `keys`, or 0; at least one of `mask + 1` is 0.
  const uint32_t *slots;
  uint64_t mask;
  /// The code of each place in `keys`.
  const int32_t *codes;
} ck_text_table;

/// Finds the fields of the next records.
///
/// Stops before the first record that is not plain: the wrong number of fields, quotes that break
/// RFC 4180, or no line break at its end.
///
/// - text: where a record begins; `available` bytes and the padding behind them are readable.
/// - ends: room for `most * fields + 128` places. The end of field f of record r is at r * fields + f,
///   without the carriage return of a line break.
/// - starts: room for `most` places, where each record begins.
void ck_csv_index(const uint8_t *text, size_t available, uint8_t delimiter, uint32_t fields,
                  uint32_t most, uint32_t *ends, uint32_t *starts, ck_csv_batch *batch);

/// Takes the quotes off every field of a batch: writes `field_starts`, as many as `ends`, and moves `ends`.
void ck_csv_unquote(const uint8_t *text, uint32_t fields, uint32_t records, const uint32_t *starts,
                    uint32_t *ends, uint32_t *field_starts);

/// Reads whole numbers; blanks are null. Rows in any other form than up to 18 digits with an optional
/// minus are listed in `care`, and blanks too when `required`.
///
/// - Returns: how many rows are in `care`.
size_t ck_csv_int32(const ck_csv_column *column, int required, int32_t *values, uint8_t *nulls,
                    uint32_t *care);
size_t ck_csv_int64(const ck_csv_column *column, int required, int64_t *values, uint8_t *nulls,
                    uint32_t *care);

/// Reads decimals of at most 16 characters as whole numbers of the unit 10^-scale that lie in low...high.
size_t ck_csv_decimal(const ck_csv_column *column, int required, int scale, int64_t low,
                      int64_t high, int64_t *values, uint8_t *nulls, uint32_t *care);

/// Reads true and false, t and f, yes and no, y and n in any case, 1 and 0.
size_t ck_csv_boolean(const ck_csv_column *column, int32_t *values, uint8_t *nulls, uint32_t *care);

/// Reads `yyyy-mm-dd` and `yyyy-mm-dd hh:mm:ss` (or `T`) into microseconds of the same wall clock, and with
/// `zulu` a `Z` behind them too.
size_t ck_csv_timestamp(const ck_csv_column *column, int zulu, int64_t *values, uint8_t *times,
                        uint32_t *care);

/// Looks texts up; those that are not in the table, are longer than 16 bytes or begin with a blank are
/// listed in `care`. Place 0 of the table's keys is the empty text.
size_t ck_csv_text(const ck_csv_column *column, int required, const ck_text_table *table,
                   int32_t *values, uint8_t *nulls, uint32_t *care);

/// The text of up to 16 bytes as a key.
ck_text_key ck_text_key_of(const uint8_t *text, size_t length);

/// Writes where to find a key that is not in the slots yet.
void ck_text_place(uint32_t *slots, uint64_t mask, ck_text_key key, uint32_t place);

#endif
