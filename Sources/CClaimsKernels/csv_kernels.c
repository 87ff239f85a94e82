#include "csv_kernels.h"

#include <stdbool.h>
#include <string.h>

#include "dispatch.h"

#define CK_INLINE static inline __attribute__((always_inline))

typedef uint8_t ck_block __attribute__((vector_size(64)));
typedef bool ck_bits __attribute__((ext_vector_type(64)));

CK_INLINE uint64_t ck_load8(const uint8_t *place) {
  uint64_t word;
  memcpy(&word, place, 8);
  return word;
}

/// Sets one bit of `mask` for each byte of a block that equals the pattern's; a macro, because a function that takes
/// such a block has another calling convention on each processor.
#define CK_EQUAL(mask, block, pattern)                                              \
  uint64_t mask;                                                                    \
  {                                                                                 \
    ck_bits bits_ = __builtin_convertvector((block) == (pattern), ck_bits);         \
    memcpy(&mask, &bits_, 8);                                                       \
  }

/// Each bit becomes the parity of itself and all bits below it.
CK_INLINE uint64_t ck_parity(uint64_t bits) {
  bits ^= bits << 1;
  bits ^= bits << 2;
  bits ^= bits << 4;
  bits ^= bits << 8;
  bits ^= bits << 16;
  bits ^= bits << 32;
  return bits;
}

CK_CLONES void ck_csv_index(const uint8_t *text, size_t available, uint8_t delimiter, uint32_t fields,
                            uint32_t most, uint32_t *ends, uint32_t *starts, ck_csv_batch *batch) {
  size_t limit = available < CK_CSV_BATCH_BYTES ? available : CK_CSV_BATCH_BYTES;
  size_t wanted = (size_t)most * fields;
  size_t count = 0;
  size_t breaks_seen = 0;
  uint64_t inside = 0;
  uint64_t after_separator = 1;
  uint64_t after_quote = 0;
  uint64_t after_close = 0;
  uint64_t any_quote = 0;
  ck_block zero = {0};
  ck_block unusual = zero;
  ck_block is_delimiter = zero + delimiter;
  ck_block is_break = zero + (uint8_t)'\n';
  ck_block is_quote = zero + (uint8_t)'"';
  ck_block is_return = zero + (uint8_t)'\r';
  for (size_t position = 0; position < limit && count < wanted; position += 64) {
    ck_block block;
    memcpy(&block, text + position, 64);
    uint64_t keep = limit - position >= 64 ? ~0ull : (1ull << (limit - position)) - 1;
    CK_EQUAL(quotes, block, is_quote)
    CK_EQUAL(breaks, block, is_break)
    CK_EQUAL(separators, block, is_delimiter)
    quotes &= keep;
    breaks &= keep;
    separators = (separators & keep) | breaks;
    unusual |= (block - 1) | block;
    uint64_t closes = 0;
    if (__builtin_expect((quotes | inside | after_close) != 0, 0)) {
      uint64_t within = ck_parity(quotes) ^ inside;
      separators &= ~within;
      uint64_t opens = quotes & within;
      closes = quotes & ~within;
      uint64_t may_open = (separators << 1) | after_separator | (quotes << 1) | after_quote;
      CK_EQUAL(returns, block, is_return)
      uint64_t next_break =
          position + 64 < limit && text[position + 64] == '\n' ? 1ull << 63 : 0;
      uint64_t may_follow = separators | quotes | (returns & ((breaks >> 1) | next_break));
      uint64_t behind = ((closes << 1) | after_close) & keep;
      // A quote out of place: the records before this block stand, the rest needs care.
      if ((opens & ~may_open) | (behind & ~may_follow)) break;
      breaks &= ~within;
      inside = within >> 63 ? ~0ull : 0;
    }
    any_quote |= quotes;
    after_separator = separators >> 63;
    after_quote = quotes >> 63;
    after_close = closes >> 63;
    breaks_seen += (size_t)__builtin_popcountll(breaks);
    size_t found = (size_t)__builtin_popcountll(separators);
    uint32_t *out = ends + count;
    uint32_t place = (uint32_t)position;
    for (int index = 0; index < 16; index++) {
      out[index] = place + (separators ? (uint32_t)__builtin_ctzll(separators) : 0);
      separators &= separators - 1;
    }
    for (size_t index = 16; index < found; index++) {
      out[index] = place + (uint32_t)__builtin_ctzll(separators);
      separators &= separators - 1;
    }
    count += found;
  }

  size_t records = count / fields;
  if (records > most) records = most;
  // Every line break must end a record; count them before looking for one that does not.
  size_t breaks_right = 0;
  for (size_t record = 0; record < records; record++) {
    breaks_right += text[ends[record * fields + fields - 1]] == '\n';
  }
  size_t breaks_behind = 0;
  for (size_t index = records * fields; index < count; index++) {
    breaks_behind += text[ends[index]] == '\n';
  }
  if (breaks_right != records || breaks_right + breaks_behind != breaks_seen) {
    size_t good = 0;
    for (; good < records; good++) {
      const uint32_t *record = ends + good * fields;
      uint32_t field = 0;
      while (field < fields && text[record[field]] != '\n') field++;
      if (field != fields - 1) break;
    }
    records = good;
  }

  uint32_t next = 0;
  for (size_t record = 0; record < records; record++) {
    uint32_t *last = ends + record * fields + fields - 1;
    uint32_t end = *last;
    uint32_t first = fields > 1 ? last[-1] + 1 : next;
    starts[record] = next;
    next = end + 1;
    *last = end - (end > first && text[end - (end > 0)] == '\r');
  }
  uint64_t lanes[8];
  memcpy(lanes, &unusual, 64);
  uint64_t all = 0;
  for (int lane = 0; lane < 8; lane++) all |= lanes[lane];
  batch->records = (uint32_t)records;
  batch->bytes = next;
  batch->has_quotes = any_quote != 0;
  batch->has_unusual = (all & 0x8080808080808080ull) != 0;
}

void ck_csv_unquote(const uint8_t *text, uint32_t fields, uint32_t records, const uint32_t *starts,
                    uint32_t *ends, uint32_t *field_starts) {
  for (uint32_t record = 0; record < records; record++) {
    uint32_t start = starts[record];
    for (uint32_t field = 0; field < fields; field++) {
      size_t index = (size_t)record * fields + field;
      uint32_t end = ends[index];
      uint32_t next = end + 1;
      if (end > start && text[start] == '"') {
        start++;
        end--;
        bool doubled = end > start && memchr(text + start, '"', end - start) != NULL;
        if (doubled) end |= CK_CSV_DOUBLED;
      }
      field_starts[index] = start;
      ends[index] = end;
      start = next;
    }
  }
}

/// The digits of up to 8 characters as bytes 0...9, first character lowest, zeros in front; any other
/// character sets a top bit of `bad`.
CK_INLINE uint64_t ck_digits(uint64_t word, uint32_t length, uint64_t *bad) {
  uint32_t missing = (8 - length) & 7;
  uint64_t digits = (word ^ 0x3030303030303030ull) << (missing * 8);
  *bad = ((digits + 0x7676767676767676ull) | digits) & 0x8080808080808080ull;
  return digits;
}

CK_INLINE uint64_t ck_number(uint64_t digits) {
  digits = (digits * 10 + (digits >> 8)) & 0x00FF00FF00FF00FFull;
  digits = (digits * 100 + (digits >> 16)) & 0x0000FFFF0000FFFFull;
  return (digits * 10000 + (digits >> 32)) & 0xFFFFFFFFull;
}

/// An optional minus and 1 to 18 digits.
static bool ck_long_integer(const uint8_t *text, uint32_t length, int64_t *value) {
  bool negative = length > 0 && text[0] == '-';
  text += negative;
  length -= negative;
  if (length - 1 >= 18) return false;
  uint64_t total = 0;
  for (uint32_t index = 0; index < length; index++) {
    uint8_t digit = (uint8_t)(text[index] - '0');
    if (digit > 9) return false;
    total = total * 10 + digit;
  }
  *value = negative ? -(int64_t)total : (int64_t)total;
  return true;
}

/// Reads one row; returns whether it needs care.
static inline bool ck_int32_row(const ck_csv_column *c, uint32_t row, int required, int32_t *values,
                            uint8_t *nulls) {
  uint32_t start = c->starts[row * c->start_stride] + c->start_offset;
  uint32_t length = c->ends[row * c->end_stride] - start;
  uint64_t bad;
  uint64_t digits = ck_digits(ck_load8(c->text + start), length, &bad);
  bool fits = length - 1 < 8 && bad == 0;
  bool blank = length == 0;
  values[row] = fits ? (int32_t)ck_number(digits) : 0;
  nulls[row] = blank;
  if (__builtin_expect(!fits && !blank, 0)) {
    int64_t value;
    if (ck_long_integer(c->text + start, length, &value) && value >= INT32_MIN && value <= INT32_MAX) {
      values[row] = (int32_t)value;
      return false;
    }
  }
  return blank ? required != 0 : !fits;
}

#if defined(__x86_64__)
#include <immintrin.h>

/// Reads eight rows at a time, as `ck_int32_row` does; returns how many rows it read.
__attribute__((target("arch=x86-64-v4"))) static uint32_t ck_int32_wide(
    const ck_csv_column *column, int required, int32_t *values, uint8_t *nulls, uint32_t *care,
    size_t *cared) {
  const ck_csv_column c = *column;
  if (c.start_stride * c.records > INT32_MAX / 2 || c.end_stride * c.records > INT32_MAX / 2) return 0;
  const __m512i zeros = _mm512_set1_epi8('0');
  const __m512i past_nine = _mm512_set1_epi8(0x76);
  const __m512i tops = _mm512_set1_epi8((char)0x80);
  const __m512i tens = _mm512_set1_epi16(0x010A);
  const __m512i hundreds = _mm512_set1_epi32(0x00010064);
  const __m512i ten_thousand = _mm512_set1_epi64(10000);
  const __m512i eight = _mm512_set1_epi64(8);
  const __m256i lanes = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
  const __m256i start_places = _mm256_mullo_epi32(lanes, _mm256_set1_epi32((int)c.start_stride));
  const __m256i end_places = _mm256_mullo_epi32(lanes, _mm256_set1_epi32((int)c.end_stride));
  const __m256i offset = _mm256_set1_epi32((int)c.start_offset);
  uint32_t row = 0;
  for (; row + 8 <= c.records; row += 8) {
    __m256i starts = _mm256_add_epi32(
        _mm256_i32gather_epi32((const int *)(c.starts + row * c.start_stride), start_places, 4), offset);
    __m256i ends =
        _mm256_i32gather_epi32((const int *)(c.ends + row * c.end_stride), end_places, 4);
    __m512i lengths = _mm512_cvtepu32_epi64(_mm256_sub_epi32(ends, starts));
    __m512i words = _mm512_i32gather_epi64(starts, (const void *)c.text, 1);
    __m512i missing = _mm512_slli_epi64(
        _mm512_and_si512(_mm512_sub_epi64(eight, lengths), _mm512_set1_epi64(7)), 3);
    __m512i digits = _mm512_sllv_epi64(_mm512_xor_si512(words, zeros), missing);
    __m512i past = _mm512_or_si512(_mm512_add_epi8(digits, past_nine), digits);
    __mmask8 clean = _mm512_testn_epi64_mask(past, tops);
    __mmask8 blank = _mm512_testn_epi64_mask(lengths, lengths);
    __mmask8 fits =
        clean & _mm512_cmple_epu64_mask(lengths, eight) & (__mmask8)~blank;
    __m512i pairs = _mm512_maddubs_epi16(digits, tens);
    __m512i fours = _mm512_madd_epi16(pairs, hundreds);
    __m512i numbers =
        _mm512_add_epi64(_mm512_mul_epu32(fours, ten_thousand), _mm512_srli_epi64(fours, 32));
    _mm256_storeu_si256((__m256i *)(values + row),
                        _mm512_cvtepi64_epi32(_mm512_maskz_mov_epi64(fits, numbers)));
    __m128i marks = _mm_maskz_set1_epi8(blank, 1);
    _mm_storel_epi64((__m128i *)(nulls + row), marks);
    uint32_t odd = required ? (uint8_t)~fits : (uint8_t) ~(fits | blank);
    while (__builtin_expect(odd != 0, 0)) {
      uint32_t place = row + (uint32_t)__builtin_ctz(odd);
      odd &= odd - 1;
      care[*cared] = place;
      *cared += ck_int32_row(&c, place, required, values, nulls);
    }
  }
  return row;
}
#endif

size_t ck_csv_int32(const ck_csv_column *column, int required, int32_t *values, uint8_t *nulls,
                    uint32_t *care) {
  const ck_csv_column c = *column;
  size_t cared = 0;
  uint32_t row = 0;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("x86-64-v4")) {
    row = ck_int32_wide(column, required, values, nulls, care, &cared);
  }
#endif
  for (; row < c.records; row++) {
    care[cared] = row;
    cared += ck_int32_row(&c, row, required, values, nulls);
  }
  return cared;
}

size_t ck_csv_int64(const ck_csv_column *column, int required, int64_t *values, uint8_t *nulls,
                    uint32_t *care) {
  const ck_csv_column c = *column;
  size_t cared = 0;
  for (uint32_t row = 0; row < c.records; row++) {
    uint32_t start = c.starts[row * c.start_stride] + c.start_offset;
    uint32_t length = c.ends[row * c.end_stride] - start;
    bool blank = length == 0;
    nulls[row] = blank;
    if (length - 9 < 8) {
      uint64_t bad_front, bad_back;
      uint64_t front = ck_digits(ck_load8(c.text + start), length - 8, &bad_front);
      uint64_t back = ck_digits(ck_load8(c.text + start + length - 8), 8, &bad_back);
      if ((bad_front | bad_back) == 0) {
        values[row] = (int64_t)(ck_number(front) * 100000000u + ck_number(back));
        continue;
      }
    }
    uint64_t bad;
    uint64_t digits = ck_digits(ck_load8(c.text + start), length, &bad);
    bool fits = length - 1 < 8 && bad == 0;
    values[row] = fits ? (int64_t)ck_number(digits) : 0;
    if (__builtin_expect(!fits && !blank, 0)) {
      int64_t value;
      if (ck_long_integer(c.text + start, length, &value)) {
        values[row] = value;
        continue;
      }
    }
    care[cared] = row;
    cared += blank ? required : !fits;
  }
  return cared;
}

size_t ck_csv_decimal(const ck_csv_column *column, int required, int scale, int64_t low,
                      int64_t high, int64_t *values, uint8_t *nulls, uint32_t *care) {
  static const int64_t powers[4] = {1, 10, 100, 1000};
  const ck_csv_column c = *column;
  size_t cared = 0;
  for (uint32_t row = 0; row < c.records; row++) {
    uint32_t start = c.starts[row * c.start_stride] + c.start_offset;
    uint32_t length = c.ends[row * c.end_stride] - start;
    bool blank = length == 0;
    nulls[row] = blank;
    values[row] = 0;
    if (!blank && length <= 17u - (uint32_t)scale) {
      const uint8_t *text = c.text + start;
      bool negative = text[0] == '-';
      text += negative;
      uint32_t left = length - negative;
      // The point, where there is one, stands 1 to `scale` places before the last character.
      uint32_t fraction = 0;
      for (uint32_t places = 1; places <= (uint32_t)scale && places + 1 < left; places++) {
        if (text[left - 1 - places] == '.') fraction = places;
      }
      uint32_t whole = left - (fraction > 0 ? fraction + 1 : 0);
      if (whole >= 1 && whole <= 8) {
        uint64_t bad, bad_fraction = 0;
        uint64_t total = ck_number(ck_digits(ck_load8(text), whole, &bad));
        uint64_t behind = 0;
        if (fraction > 0) {
          behind = ck_number(ck_digits(ck_load8(text + whole + 1), fraction, &bad_fraction));
        }
        int64_t value = (int64_t)total * powers[scale] + (int64_t)behind * powers[scale - (int)fraction];
        if (negative) value = -value;
        if ((bad | bad_fraction) == 0 && value >= low && value <= high) {
          values[row] = value;
          continue;
        }
      }
    }
    care[cared] = row;
    cared += blank ? required : 1;
  }
  return cared;
}

/// Up to 8 characters as a number; 0 for longer ones.
CK_INLINE uint64_t ck_word(const uint8_t *text, uint32_t length) {
  uint64_t word = ck_load8(text);
  return length - 1 < 8 ? word & (~0ull >> ((8 - length) * 8)) : 0;
}

size_t ck_csv_boolean(const ck_csv_column *column, int32_t *values, uint8_t *nulls, uint32_t *care) {
  const ck_csv_column c = *column;
  size_t cared = 0;
  for (uint32_t row = 0; row < c.records; row++) {
    uint32_t start = c.starts[row * c.start_stride] + c.start_offset;
    uint32_t length = c.ends[row * c.end_stride] - start;
    uint64_t word = ck_word(c.text + start, length);
    // Letters only: setting bit 5 of another character cannot make it one of these letters.
    uint64_t lower = word | 0x2020202020202020ull;
    bool one = lower == 0x2020202065757274ull || lower == 0x2020202020202074ull ||
               lower == 0x2020202020202079ull || lower == 0x2020202020736579ull || word == 0x31;
    bool zero = lower == 0x20202065736C6166ull || lower == 0x2020202020202066ull ||
                lower == 0x202020202020206Eull || lower == 0x2020202020206F6Eull || word == 0x30;
    // A blank inside the length would look like the padding.
    bool clean = length - 1 < 8 && c.text[start + length - 1] > ' ';
    bool blank = length == 0;
    bool fits = clean && (one || zero);
    values[row] = one;
    nulls[row] = blank;
    care[cared] = row;
    cared += !fits && !blank;
  }
  return cared;
}

size_t ck_csv_timestamp(const ck_csv_column *column, int zulu, int64_t *values, uint8_t *times,
                        uint32_t *care) {
  static const uint16_t before[2][16] = {
      {0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334},
      {0, 0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335}};
  static const uint8_t lengths[2][16] = {{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31},
                                         {0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}};
  const uint64_t tops = 0x8080808080808080ull;
  const ck_csv_column c = *column;
  size_t cared = 0;
  for (uint32_t row = 0; row < c.records; row++) {
    uint32_t start = c.starts[row * c.start_stride] + c.start_offset;
    uint32_t length = c.ends[row * c.end_stride] - start;
    const uint8_t *text = c.text + start;
    bool has_time = length != 10;
    bool has_zone = length == 20 && zulu && (text[19] | 0x20) == 'z';
    bool fits = length == 10 || length == 19 || has_zone;
    // "yyyy-mm-", then "dd", then "hh:mm:ss".
    uint64_t day = ck_load8(text) ^ 0x2D30302D30303030ull;
    uint64_t date_bad = ((day + 0x7F76767F76767676ull) | day) & tops;
    uint64_t date = day * 10 + (day >> 8);
    uint32_t tens = (uint32_t)(text[8] - '0'), ones = (uint32_t)(text[9] - '0');
    uint32_t year = (uint32_t)(date & 0xFF) * 100 + (uint32_t)((date >> 16) & 0xFF);
    uint32_t month = (uint32_t)((date >> 40) & 0xFF);
    uint32_t in_month = tens * 10 + ones;
    uint64_t clock = (has_time ? ck_load8(text + 11) : 0x30303A30303A3030ull) ^ 0x30303A30303A3030ull;
    uint64_t clock_bad = ((clock + 0x76767F76767F7676ull) | clock) & tops;
    uint64_t time = clock * 10 + (clock >> 8);
    uint32_t hour = (uint32_t)(time & 0xFF), minute = (uint32_t)((time >> 24) & 0xFF),
             second = (uint32_t)((time >> 48) & 0xFF);
    bool between = !has_time || text[10] == ' ' || text[10] == 'T';
    uint32_t leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0));
    uint32_t place = month & 15;
    fits &= ((date_bad | clock_bad) == 0) & (tens <= 9) & (ones <= 9) & (month < 13) & (year > 0) &
            (in_month - 1 < lengths[leap][place]) & between & (hour < 24) & (minute < 60) &
            (second < 60);
    uint32_t years = year - 1;
    int64_t days = (int64_t)(years * 365 + years / 4 - years / 100 + years / 400 +
                             before[leap][place] + in_month) -
                   719163;
    int64_t seconds = days * 86400 + (int64_t)(hour * 3600 + minute * 60 + second);
    values[row] = seconds * 1000000;
    times[row] = has_time;
    care[cared] = row;
    cared += !fits;
  }
  return cared;
}

/// Masks for the first and the second word of a text of up to 16 bytes.
static const uint64_t ck_low_masks[17] = {
    0, 0xFF, 0xFFFF, 0xFFFFFF, 0xFFFFFFFF, 0xFFFFFFFFFF, 0xFFFFFFFFFFFF, 0xFFFFFFFFFFFFFF,
    ~0ull, ~0ull, ~0ull, ~0ull, ~0ull, ~0ull, ~0ull, ~0ull, ~0ull};
static const uint64_t ck_high_masks[17] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFFFF, 0xFFFFFF, 0xFFFFFFFF, 0xFFFFFFFFFF, 0xFFFFFFFFFFFF,
    0xFFFFFFFFFFFFFF, ~0ull};

CK_INLINE uint64_t ck_text_hash(uint64_t low, uint64_t high) {
  uint64_t mixed = (low ^ (high * 0x9E3779B97F4A7C15ull)) * 0xFF51AFD7ED558CCDull;
  return mixed >> 32;
}

size_t ck_csv_text(const ck_csv_column *column, int required, const ck_text_table *table,
                   int32_t *values, uint8_t *nulls, uint32_t *care) {
  const ck_csv_column c = *column;
  const ck_text_table t = *table;
  size_t cared = 0;
  for (uint32_t row = 0; row < c.records; row++) {
    uint32_t start = c.starts[row * c.start_stride] + c.start_offset;
    uint32_t length = c.ends[row * c.end_stride] - start;
    bool blank = length == 0;
    uint32_t short_length = length <= 16 ? length : 0;
    const uint8_t *text = c.text + start;
    uint64_t low = ck_load8(text) & ck_low_masks[short_length];
    uint64_t high = ck_load8(text + 8) & ck_high_masks[short_length];
    uint64_t slot = ck_text_hash(low, high) & t.mask;
    uint32_t place = t.slots[slot];
    while (place != 0 && (t.keys[place - 1].low != low || t.keys[place - 1].high != high)) {
      slot = (slot + 1) & t.mask;
      place = t.slots[slot];
    }
    values[row] = t.codes[place != 0 ? place - 1 : 0];
    nulls[row] = blank;
    bool fits = length <= 16 && place != 0 && (uint8_t)low > ' ';
    care[cared] = row;
    cared += blank ? required : !fits;
  }
  return cared;
}

ck_text_key ck_text_key_of(const uint8_t *text, size_t length) {
  ck_text_key key = {0, 0};
  memcpy(&key, text, length < 16 ? length : 16);
  return key;
}

void ck_text_place(uint32_t *slots, uint64_t mask, ck_text_key key, uint32_t place) {
  uint64_t slot = ck_text_hash(key.low, key.high) & mask;
  while (slots[slot] != 0) slot = (slot + 1) & mask;
  slots[slot] = place + 1;
}
