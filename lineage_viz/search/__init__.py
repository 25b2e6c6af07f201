"""The language of a search: free words, and terms such as `type:model -decision:approved created:30d`."""
