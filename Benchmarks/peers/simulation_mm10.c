/* M/M/10 with patience as a plain recursion: the limit that a simulator is held against.
 * λ = 10, μ = 1, θ = 0.5; exact abandonment 0.103913.  cc -O3 simulation_mm10.c -lm */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static uint64_t state[4] = {1, 2, 3, 4};

static inline uint64_t rotate(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }

/* xoshiro256++ */
static inline uint64_t next(void) {
  uint64_t result = rotate(state[0] + state[3], 23) + state[0], t = state[1] << 17;
  state[2] ^= state[0];
  state[3] ^= state[1];
  state[1] ^= state[2];
  state[0] ^= state[3];
  state[2] ^= t;
  state[3] = rotate(state[3], 45);
  return result;
}

static inline double exponential(void) { return -log(((double)(next() >> 11) + 0.5) * 0x1p-53); }

int main(int count, char **values) {
  long customers = count > 1 ? atol(values[1]) : 20000000;
  double free_at[10] = {0}, now = 0, waited = 0;
  long abandoned = 0, served = 0, quick = 0;
  for (int i = 0; i < 100; i++) next();
  clock_t began = clock();
  for (long i = 0; i < customers; i++) {
    now += exponential() * 0.1;
    double handle = exponential(), patience = exponential() * 2;
    double start = free_at[0] > now ? free_at[0] : now, wait = start - now;
    if (wait > 0 && patience <= wait) {
      abandoned++;
      continue;
    }
    served++;
    waited += wait;
    quick += wait <= 0.2;
    double late = start + handle;
    for (int k = 1; k < 10; k++) {
      double other = free_at[k];
      free_at[k - 1] = other < late ? other : late;
      late = other < late ? late : other;
    }
    free_at[9] = late;
  }
  double seconds = (double)(clock() - began) / CLOCKS_PER_SEC;
  printf("{\"customersPerSecond\": %.0f, \"abandonment\": %.6f, \"serviceLevel\": %.6f, "
         "\"speedOfAnswer\": %.6f}\n",
         customers / seconds, (double)abandoned / customers, (double)quick / customers,
         waited / served);
  return 0;
}
