"""Long work as rows: import, pictures, audit, report, export run in a worker process; progress, cancel, resume after restart."""
