"""`make bench`: all benchmarks, one after the other."""

from benchmarks import console, explorer, export, learning, local_store, neptune, neptune_load, searching

for bench in (export, local_store, learning, searching, neptune, neptune_load, console, explorer):
    print(f"\n== {bench.__name__.removeprefix('benchmarks.')}", flush=True)
    bench.main()
